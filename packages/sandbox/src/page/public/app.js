const $ = (id) => document.getElementById(id)
const state = { source: null, person: null, sheet: null, tab: 'chat' }
const drawn = new Map()

async function api(path, options = {}) {
  const response = await fetch(`/api${path}`, {
    ...options,
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body), headers: { 'content-type': 'application/json' } }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(text || String(response.status))
  return text ? JSON.parse(text) : null
}

function toast(text) {
  $('toast').textContent = text
  $('toast').hidden = false
  clearTimeout(toast.timer)
  toast.timer = setTimeout(() => ($('toast').hidden = true), 6000)
}

const guarded = (work) => async (...values) => {
  try {
    await work(...values)
  } catch (error) {
    toast(readable(error.message))
  }
}

function readable(text) {
  try {
    const parsed = JSON.parse(text)
    return parsed.error ?? parsed.description ?? text
  } catch {
    return text
  }
}

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value)
  }
  node.append(...children.filter((child) => child !== null && child !== undefined))
  return node
}

/** Text with Telegram entities (UTF-16 offsets), nested ones included. */
function rich(text, entities = []) {
  const tags = { bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre', blockquote: 'blockquote', spoiler: 'span' }
  const cuts = [...new Set([0, text.length, ...entities.flatMap((one) => [one.offset, one.offset + one.length])])].sort((a, b) => a - b)
  const box = element('div', { class: 'text' })
  for (let index = 0; index < cuts.length - 1; index++) {
    const [from, to] = [cuts[index], cuts[index + 1]]
    let node = document.createTextNode(text.slice(from, to))
    for (const entity of entities.filter((one) => one.offset <= from && one.offset + one.length >= to)) {
      if (entity.type === 'text_link') node = link(entity.url, node)
      else if (entity.type === 'url') node = link(text.slice(entity.offset, entity.offset + entity.length), node)
      else if (tags[entity.type]) node = element(tags[entity.type], {}, node)
    }
    box.append(node)
  }
  return box
}

/** A link to the bot opens the chat with it, as Telegram does; any other opens a page. */
function link(url, ...content) {
  const start = /t\.me\/[^/?]+\?start=([\w-]*)/.exec(url)
  if (start) return element('a', { href: '#', onclick: guarded(async (event) => { event.preventDefault(); await say(`/start ${start[1]}`) }) }, ...content)
  return element('a', { href: url, target: '_blank', rel: 'noreferrer' }, ...content)
}

const photoUrl = (photo) => (photo.startsWith('/') ? photo : `/api/telegram/files/${photo}`)

function bubble(group, { mine = false, onPress = null } = {}) {
  const captioned = group.find((message) => message.text) ?? group[0]
  const photos = group.filter((message) => message.photo)
  const box = element('div', { class: `message${mine ? ' mine' : ''}` })
  if (photos.length > 0) box.append(element('div', { class: `album${photos.length === 1 ? ' one' : ''}` }, ...photos.map((message) => element('img', { src: photoUrl(message.photo), loading: 'lazy', alt: '' }))))
  if (captioned.text) box.append(rich(captioned.text, captioned.entities))
  const keys = captioned.buttons ?? []
  if (captioned.invoice) keys.push([{ text: `Заплатить ${captioned.invoice.amount} ⭐`, pay: true }])
  if (keys.length > 0) {
    box.append(element('div', { class: 'keys' }, ...keys.map((row) => element('div', {}, ...row.map((button) => key(button, captioned, onPress))))))
  }
  box.append(element('time', {}, new Date(captioned.date).toLocaleTimeString('ru-RU') + (captioned.editedAt ? ' (изменено)' : '')))
  return box
}

function key(button, message, onPress) {
  if (button.url) return link(button.url, button.text)
  if (button.copyText) return element('button', { type: 'button', onclick: () => { void navigator.clipboard?.writeText(button.copyText); toast(`Скопировано: ${button.copyText}`) } }, button.text)
  return element('button', { type: 'button', onclick: guarded(() => onPress?.(message, button)) }, button.text)
}

const grouped = (messages) => [...Map.groupBy(messages, (message) => message.groupedId ?? `m${message.id}`).values()]

function draw(id, signature, render) {
  if (drawn.get(id) === signature) return
  drawn.set(id, signature)
  const box = $(id)
  const isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 80
  box.replaceChildren(...render())
  if (isAtEnd || !draw.seen?.has(id)) box.scrollTop = box.scrollHeight
  ;(draw.seen ??= new Set()).add(id)
}

async function refreshChannels() {
  const channels = (await api('/telegram/channels')).filter((channel) => channel.username !== 'sandbox_news')
  state.source ??= channels[0]?.username ?? (channels[0] ? String(channels[0].id) : null)
  draw('source-select', JSON.stringify(channels.map((channel) => channel.id)), () =>
    channels.map((channel) => {
      const reference = channel.username ?? String(channel.id)
      return element('option', { value: reference, selected: reference === state.source }, channel.title)
    }),
  )
  if (!state.source) return
  const messages = await api(`/telegram/channels/${state.source}/messages`)
  draw('source-feed', state.source + JSON.stringify(messages.map((message) => [message.id, message.editedAt])), () => grouped(messages.slice(-60)).map((group) => bubble(group)))
}

async function refreshNews() {
  const messages = await api('/telegram/channels/sandbox_news/messages')
  const groups = grouped(messages)
  $('news-count').textContent = `объявлений: ${groups.filter((group) => group.some((message) => message.from === 'bot')).length}`
  draw('news-feed', JSON.stringify(messages.map((message) => [message.id, message.editedAt])), () => groups.slice(-60).map((group) => bubble(group)))
}

async function refreshChat() {
  const users = await api('/telegram/users')
  if (users.length === 0) await newPerson('Анна')
  state.person ??= users[0]?.id ?? null
  draw('person-select', JSON.stringify(users.map((user) => user.id)) + state.person, () => users.map((user) => element('option', { value: user.id, selected: user.id === state.person }, user.firstName)))
  if (!state.person) return
  const messages = await api(`/telegram/users/${state.person}/chat`)
  draw('chat-feed', state.person + JSON.stringify(messages), () =>
    messages.map((message) => bubble([message], { mine: message.from === 'user', onPress: press })),
  )
}

async function newPerson(firstName) {
  const id = 700_000_000 + Math.floor(Math.random() * 99_999_999)
  await api('/telegram/users', { method: 'POST', body: { id, firstName, languageCode: 'ru' } })
  state.person = id
}

async function press(message, button) {
  if (button.pay) await api(`/telegram/users/${state.person}/payments`, { method: 'POST', body: { messageId: message.id } })
  else await api(`/telegram/users/${state.person}/callbacks`, { method: 'POST', body: { messageId: message.id, data: button.data } })
}

async function say(text) {
  selectTab('chat')
  if (!state.person) await newPerson('Анна')
  await api(`/telegram/users/${state.person}/messages`, { method: 'POST', body: { text: text.trim() } })
  await refreshChat()
}

const columnName = (index) => (index >= 26 ? columnName(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26))

async function refreshSheet() {
  const titles = await api('/sheets')
  state.sheet ??= titles[0]
  draw('sheet-tabs', JSON.stringify(titles) + state.sheet, () =>
    titles.map((title) => element('button', { type: 'button', class: title === state.sheet ? 'active' : '', onclick: () => { state.sheet = title; void tick() } }, title)),
  )
  if (document.activeElement?.closest('#sheet-grid')) return
  const rows = await api(`/sheets/${encodeURIComponent(state.sheet)}`)
  draw('sheet-grid', state.sheet + JSON.stringify(rows), () => {
    const [header = [], ...body] = rows
    const width = Math.max(header.length, 1)
    const lines = [...body, [], []]
    return [
      element('tr', {}, ...header.map((name) => element('th', {}, name))),
      ...lines.map((cells, index) => element('tr', {}, ...Array.from({ length: width }, (_, column) => cell(cells[column] ?? '', columnName(column) + (index + 2))))),
    ]
  })
}

function cell(value, a1) {
  const save = guarded(async (event) => {
    const next = event.target.textContent.trim()
    if (next === value) return
    await api(`/sheets/${encodeURIComponent(state.sheet)}/cells`, { method: 'PUT', body: { a1, value: next } })
    drawn.delete('sheet-grid')
  })
  return element('td', { contenteditable: 'plaintext-only', title: value, onblur: save, onkeydown: (event) => { if (event.key === 'Enter') { event.preventDefault(); event.target.blur() } } }, value)
}

async function refreshStrip() {
  const { services = {}, queues = {}, channels = 0, posts = 0, published = 0, chats = 0, payments = 0 } = await api('/state')
  draw('services', JSON.stringify(services), () =>
    Object.entries(services).map(([name, health]) => element('span', { class: health.ok ? (health.state === 'standby' ? 'standby' : 'ok') : '', title: JSON.stringify(health) }, name)),
  )
  const waiting = Object.entries(queues).filter(([, jobs]) => jobs > 0).map(([name, jobs]) => `${name} ${jobs}`).join(', ')
  $('counts').innerHTML = `каналов <b>${channels}</b> · постов <b>${posts}</b> · опубликовано <b>${published}</b> · чатов <b>${chats}</b> · платежей <b>${payments}</b>`
  $('counts').append(` · в очередях: ${waiting || 'пусто'}`)
}

async function refreshEvents() {
  const requests = (await api('/requests?limit=200')).slice(-150).reverse()
  draw('events-feed', JSON.stringify(requests[0] ?? null), () =>
    requests.map((one) => element('div', { class: 'event' }, `${new Date(one.at).toLocaleTimeString('ru-RU')} ${one.target} ${one.path.replace(/\/bot[^/]+/, '/bot…')} `, element('b', { class: one.status >= 400 ? 'bad' : '' }, String(one.status)))),
  )
}

function selectTab(name) {
  state.tab = name
  for (const button of document.querySelectorAll('.tab')) button.classList.toggle('active', button.dataset.tab === name)
  for (const body of document.querySelectorAll('.tab-body')) body.hidden = body.id !== `tab-${name}`
}

async function tick() {
  const visible = { chat: refreshChat, sheet: refreshSheet, events: refreshEvents }[state.tab]
  const results = await Promise.allSettled([refreshChannels(), refreshNews(), refreshStrip(), visible()])
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) toast(readable(failed.reason?.message ?? 'Песочница не отвечает'))
}

$('source-select').addEventListener('change', (event) => { state.source = event.target.value; void tick() })
$('person-select').addEventListener('change', (event) => { state.person = Number(event.target.value); void tick() })
$('person-new').addEventListener('click', guarded(async () => { await newPerson(['Борис', 'Вера', 'Глеб', 'Дарья', 'Егор'][Math.floor(Math.random() * 5)]); await tick() }))
$('post-form').addEventListener('submit', guarded(async (event) => {
  event.preventDefault()
  const text = $('post-text').value.trim()
  if (!text || !state.source) return toast('Выберите канал и напишите текст объявления')
  await api(`/telegram/channels/${state.source}/posts`, { method: 'POST', body: { text, photos: Number($('post-photos').value) } })
  $('post-text').value = ''
  await tick()
}))
$('chat-form').addEventListener('submit', guarded(async (event) => {
  event.preventDefault()
  const text = $('chat-text').value.trim() || '/start'
  $('chat-text').value = ''
  await say(text)
}))
for (const button of document.querySelectorAll('.tab')) button.addEventListener('click', () => { selectTab(button.dataset.tab); void tick() })

for (;;) {
  await tick()
  await new Promise((resolve) => setTimeout(resolve, document.hidden ? 5000 : 1200))
}
