/**
 * One make. `names` are its spellings, the first beside the catalogue's own; `models` is `Model: spelling, spelling; Model…`.
 * A model's own name is a spelling too. `?` before a model or spelling: too common a word or number to stand for the car unless the make is named.
 */
export type BrandEntry = { brand: string; names: string; models: string }
