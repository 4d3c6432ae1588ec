import { BlockList, isIP } from 'node:net'

export type AddressList = { includes(address: string): boolean }

/** Addresses and ranges (`10.0.0.0/8`), both families; an IPv4 address written as IPv6 (`::ffff:…`) counts as itself. Throws on what is neither. */
export function addressList(entries: readonly string[]): AddressList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix, ...rest] = entry.split('/')
    const family = familyOf(address)
    if (!family || rest.length > 0) throw new Error(`${entry} is neither an address nor a range`)
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, prefixLength(entry, prefix, family), family)
  }
  return {
    includes(address) {
      const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
      const family = familyOf(plain)
      return family !== null && list.check(plain, family)
    },
  }
}

function familyOf(address: string): 'ipv4' | 'ipv6' | null {
  const version = isIP(address)
  return version === 0 ? null : version === 4 ? 'ipv4' : 'ipv6'
}

function prefixLength(entry: string, prefix: string, family: 'ipv4' | 'ipv6'): number {
  const length = Number(prefix)
  if (!/^\d+$/.test(prefix) || length > (family === 'ipv4' ? 32 : 128)) throw new Error(`${entry} is neither an address nor a range`)
  return length
}
