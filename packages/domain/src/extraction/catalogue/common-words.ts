/** Spellings that are everyday words too: without their make they do not mean a car. Folded like lexicon keys. */
export const commonWords: ReadonlySet<string> = new Set(
  `символ трафик мастер максима вида эксперт патруль либерти жук надежда карго астра дана комби скай сенс шанс нота ноут глория атлас лиф дуэт примера патриот хантер профи победа
  чайка зим волга каблук пирожок фабула вега арго атлант сенат арсенал комендант бриз вита партнер прогресс престиж легенда легенд пилот элемент инсайт мираж фора бонус вери свит
  индис кимо тигра омега кадет комбо калибра кенгуру модус сафран талисман калибр караван нитро магнум рам вояж навигатор авиатор компас командер ренегат экспресс монза вольт болт
  астро аваланч опа аква танк раш дир сейф сайф мк тан сонг юань хан дельфин сил шайн рич глори кураж дрим фри метеор икар эскорт орион ранг эдж ка пума проб фокусник трекер виват
  вива джазз джаз фит лого капа рог титан сафари кроссленд комфорт тройка стелс матрица прерия люкс куб март марч ад нот тино фокс битл бора венто лупо пойнтер тайрон таос фаворит
  фелиция эспейс портер гранд шума пони клик венга клевер морнинг прайд рей тико эксел купе кона венью матрикс концепт континенталь фантом гост ураган урус гибли кайман леон толедо
  кордоба браво стиль панда типо уно сенсация добло албеа линеа тайга бумер бочка сотка пятерка семерка девятка десятка шестерка четверка копейка единичка восьмерка фермер бортовой
  пикап головастик буханка баргузин некст искра аура самара запор sport galaxy escape ranger transit orion taurus edge probe freestyle flex territory escort sierra capri granada
  scorpio contour cougar tempo spark express impala trax volt bolt astro venture monza sonic viva tracker equinox traverse colorado silverado avalanche liberty patriot compass
  commander renegade journey charger challenger caliber nitro magnum neon ram avenger spirit shadow dart viper stealth voyager vision concorde aspen crossfire cirrus navigator
  aviator continental town encore envision regal century montana vibe pilot legend inspire insight fit jazz stream freed life zest shuttle grace partner saber logo element passport
  prelude breeze march cube note leaf safari titan rogue quest versa crew expert sunny president atlas clipper gloria vista crown corona wish aqua tank roomy rush noah verso blade
  aristo mirage eclipse sigma raider endeavor aspire ascent stella alto every hustler beetle fox up bora vento eos pointer california favorit omega tigra combo adam karl monterey
  senator rekord campo arena manta speedster symbol master espace clio scenic twingo modus talisman wind spring jogger nova boxer traveller visa nemo saxo bravo panda tipo uno idea
  palio discovery defender cooper one hatch coupe cabrio roadster city leon toledo cordoba ibiza exeo spider ghost phantom dawn spectre delta kappa thema zeta matrix porter excel
  pony click kona venue dynasty avante genesis atos ray pride soul forte morning stinger prince tico racer chairman nomad torres turismo musso fora very bonus sweet oriental karry
  cool raptor safe deer sailor pegasus peri cannon icon preface free dream passion courage mega rich huge mage glory shine song tang yuan dolphin seal shark frigate leopard flyer
  refine sunray tiger yacht friday view admiral persona saga nano sumo dena tara mark levin picnic previa proton highway destroyer chaser exper hunter cargo profi gladiator max move
  rocky boon naked cast esse thor coo mu rodeo wizard axiom gemini go buddy viewt fullback talento coupa allex runx porte spade mazda2 proceed carol flair scrum lantis cronos capella
  tribute familia фамилия капелла родстер аксела карол wagon rover vivaro комфортлайн ист пассо порте виш исис ками раум рашен мистраль либеро дион динго челленджер легнум раннер
  пикник калифорния транспортер круиз купер экспо диско орландо эпика виктория вибе грант`
    .replace(/[авсенкмортху]/g, (letter) => ({ а: 'a', в: 'b', с: 'c', е: 'e', н: 'h', к: 'k', м: 'm', о: 'o', р: 'p', т: 't', х: 'x', у: 'y' })[letter] ?? letter)
    .split(/\s+/),
)
