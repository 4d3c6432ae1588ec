const car = String.raw`(?:авто(?:мобиль)?|машин[ауы]|тачка|ласточка)`
const letterless = String.raw`[^\p{L}\d]*`
/** A line that says nothing but that the car is gone, or begins with it: «ПРОДАНО», «✅ Машина продана, всем спасибо», «Снята с продажи». */
const soldLine = new RegExp(
  String.raw`^${letterless}(?:уже\s+)?(?:${car}\s+)?(?:уже\s+)?(?:продан[оаы]?|sold(?:\s+out)?|снят[оаы]?\s+с\s+продажи|больше\s+не\s+прода[её]тся|не\s?актуально|продал[аи]?(?=[^\p{L}\d]*$|\s+(?:сегодня|вчера|уже|спасибо))|уш(?:ла|[её]л)(?:\s+к\s+новому\s+(?:владельцу|хозяину)|(?=[^\p{L}\d]*$)))(?![\p{L}\d])(?!\s*\?)(?!\s+(?:(?:более|больше|уже|за|с|через|было|будет|много|дв[ае]|три|четыре|пять)(?!\p{L})|\d))`,
  'iu',
)
const unlike = /^[^\p{L}\d]*(?:если|пока|ещ[её])\s|не\s+(?:продан|снят)|\?\s*$/iu

/** Whether the text of an ad says that the car is not to be had any more. Sure rather than quick: «не продана», «продано более 100 авто» say no such thing. */
export function saysSold(text: string): boolean {
  return isStruckOut(text) || text.split('\n').some((line) => soldLine.test(line) && !unlike.test(line)) || /(?:^|\s)#?продан[оа]\s*[!❗✅✔]*\s*$/iu.test(lastLine(text))
}

/** Every line with a word on it is crossed out («~~…~~»). */
function isStruckOut(text: string): boolean {
  const lines = text.split('\n').filter((line) => /[\p{L}\d]/u.test(line))
  return lines.length > 0 && lines.every((line) => !/[\p{L}\d]/u.test(line.replace(/~~[^~]+~~/g, '')))
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? ''
  return unlike.test(line) ? '' : line
}
