export function saysSold(text: string): boolean {
  return /(?<!\p{L})продан[оа]?(?!\p{L})/iu.test(text)
}
