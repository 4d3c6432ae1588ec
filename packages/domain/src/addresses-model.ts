const orders = [
  /(?:игнорируй|забудь|не\s+следуй|отмени|обойди)\p{L}*\s+(?:\p{L}+\s+){0,3}(?:инструкц|указани|правил|промпт|ограничен)/iu,
  /нов(?:ое|ые|ая)\s+(?:указани|инструкц|задани|роль)/iu,
  /(?:^|\n|[.!?]\s)\s*(?:system|assistant|developer|user|система)\s*:/iu,
  /(?<!\p{L})ты\s+(?:больше\s+не|теперь|отныне)\s/iu,
  /(?<!\p{L})(?:если\s+ты|ты\s*[—-])\s*(?:нейросет|ии(?!\p{L})|бот|модель|gpt|chatgpt|ассистент|робот)/iu,
  /(?:напиши|верни|выведи|укажи|опубликуй|оставь|вставь)\s+(?:\p{L}+\s+){0,3}(?:в\s+)?(?:description|описани[еи]|ответе?|json|поле)(?!\p{L})/iu,
  /(?:контакты|номер|телефон)\s+не\s+(?:скрыва|удаля|маскиру|заменя)/iu,
  /опубликуй\s+(?:\p{L}+\s+){0,3}(?:номер|телефон|контакт|ссылк)/iu,
  /(?:ignore|disregard|forget)\s+(?:\w+\s+){0,3}(?:instructions?|rules|prompt)/iu,
  /(?:system|системн\p{L}*)\s*(?:prompt|промпт)/iu,
  /"(?:class|facts|description|role|content|confidence|priceRubles)"\s*:/u,
  /<<<\s*ПОСТ|ПОСТ\s*>>>|<\|(?:im_start|im_end|system)\|>/u,
]

/** Whether an ad speaks to the machine that reads it: «игнорируй инструкции», a message in another role, an answer laid before it. No honest seller does. */
export function addressesModel(text: string): boolean {
  return orders.some((order) => order.test(text))
}
