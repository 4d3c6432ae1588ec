import type { BrandEntry } from './entry.js'

export const japanese: BrandEntry[] = [
  {
    brand: 'Toyota',
    names: 'тойота, тойоту, тойоты, тойоте, таета, тоета, тоёта, тойот, тойотка, тоета',
    models: `Camry: камри, камрюха, камрюху, кемри, камрю, камря; Corolla Verso: королла версо; Corolla Fielder: королла филдер; Corolla Axio: королла аксио; Corolla Rumion: королла румион; Corolla Spacio: королла спасио; Corolla Cross: королла кросс; Corolla: королла, короллу, короллы, корола, каролла, королле; RAV4: рав4, рав 4, рафик, рафчик, рав четыре, равчик; Land Cruiser Prado: ленд крузер прадо, лэнд крузер прадо, прадо, prado, прадик, lc prado, лк прадо, тлк прадо; Land Cruiser: ленд крузер, лэнд крузер, ленд круизер, лэнд круизер, крузак, крузака, круизер, tlc, тлк, тлц, крузер, ?lc, lc100, lc200, lc300, lc80, lc105, лк200, лк100, лк300, land cruiser 100, land cruiser 200, land cruiser 300, land cruiser 80, ленд крузер 100, ленд крузер 200, ленд крузер 300, ленд крузер 80, лэнд крузер 200, лэнд крузер 300, крузак 200, крузак 100, landcruiser;
      Highlander: хайлендер, хайландер, хайлэндер; Hilux Surf: хайлюкс сурф, хайлукс сурф, сурф; Hilux: хайлюкс, хайлукс, хилюкс; Fortuner: фортунер; Prius Alpha: приус альфа, prius a; Prius C; Prius: приус, приуса; Avensis: авенсис, авенсиса; Auris: аурис, ауриса; Yaris Cross: ярис кросс; Yaris: ярис, яриса; Verso: версо; Venza: венза, венза, вензу; Sienna: сиенна, сиена; Sequoia: секвойя, секвоя; Tundra: тундра, тундру; Tacoma: такома; 4Runner: форраннер, 4раннер, раннер; Alphard: альфард, алфард; Vellfire: велфайр, вэлфайр, веллфаер; Crown Majesta: краун маджеста; Crown: краун, кроун; Mark X: марк х, марк икс, марк 10; Mark II: марк 2, марк ii, mark 2, маркуша, марк2; Chaser: чайзер, чайзера, чазер; Cresta: креста, кресту; Celica: селика, целика, селику; Supra: супра, супру; Carina ED; Carina E: карина е; Carina: карина, карину; Corona Premio: корона премио; Corona: корона; Premio: премио; Allion: аллион; Caldina: калдина, калдину; Vista Ardeo: виста ардео; Vista: виста; Camry Gracia: камри грация; Ipsum: ипсум; Gaia: гайя; Nadia: надия; Opa: ?опа, ?опу; Noah: ноах, ноа; Voxy: вокси; Esquire; Estima: эстима, эстиму; Harrier: харриер, хариер; Kluger: клюгер, клугер; Wish: виш; Isis: исис; Sienta: сиента; Passo: пассо; Vitz: витц, витс; Platz: платц; Funcargo: функарго; Ractis: рактис; ?Ist: ист; bB; Probox: пробокс; Succeed: саксид, суксид; Fielder: филдер; Axio: аксио; Allex: аллекс; Runx: ранкс; Sprinter Carib: спринтер кариб; Sprinter Marino; Sprinter: спринтер; Aristo: аристо; Soarer: соарер; Altezza: алтезза, альтеза; Verossa: веросса; Brevis: бревис; Progres: прогресс; Windom: виндом; Hiace: хайс, хайэйс; Granace; Town Ace: таун айс; Lite Ace: лит айс; Previa: превия; Picnic: пикник; Tercel: терсел; Starlet: старлет; Corsa; Raum: раум; Rush: раш; Aqua: аква; Pixis; Roomy; Tank: ?танк; Raize: райз; C-HR: chr, с-hr; GT86: gt 86, 86; GR86; FJ Cruiser: фж крузер, эфджи крузер; Mega Cruiser; Avalon: авалон; Matrix: ?матрикс; Solara: солара; Scepter; Cami: ?ками; bZ4X; Urban Cruiser; Porte: порте; Spade; iQ; MR2; MR-S; Blade; Frontlander; Wildlander; Levin; Sai; Mirai; Hilux Pick Up; Innova; Levin; Cynos; Paseo; Curren; Duet: дуэт; Spacio: спасио; Verossa; Zelas`,
  },
  {
    brand: 'Nissan',
    names: 'ниссан, нисан, ниссана, ниссаны, нисcан, нисик, ниссане',
    models: `Qashqai+2: кашкай+2, qashqai 2; Qashqai: кашкай, кашкая, кашкае, qashkai; X-Trail: х-трейл, икстрейл, икс трейл, хтрейл, xtrail, х-трэйл, икстрэйл, икс-трэил; Almera Classic: альмера классик, алмера классик; Almera Tino: альмера тино; Almera: альмера, алмера, альмеру, алмеру; Teana: теана, тиана, теану; Juke: жук, джук, жука; Murano: мурано, мурана; Tiida Latio: тиида латио; Tiida: тиида, тида, тииду, тииды; Note: ноут, ?нот; Primera: примера, примеру; Sentra: сентра, сентру; Patrol: патрол, патруль; Pathfinder: патфайндер, патфиндер, пасфайндер; Navara: навара, навару; Terrano II; Terrano: террано; Terrano Regulus; Micra: микра, микру; Maxima: максима, максиму; Cefiro: цефиро; Bluebird Sylphy: блюберд силфи; Bluebird: блюберд, блюбирд; Sunny: санни; Laurel: лаурель, лаурел; Skyline: скайлайн, скай; Cedric: цедрик; Gloria: глория; Fuga: фуга; Stagea: стейджия, стагея; Wingroad: вингроад, вингрод; AD: ?ад; March: марч; Cube: куб; Tino: тино; Presage: пресаж; Elgrand: эльгранд, элгранд; Serena: серена, серену; Lafesta: лафеста; Liberty: либерти; Prairie: прерия; Vanette: ванетт; NV200: нв200; Caravan; Atlas: ?атлас; Leaf: лиф, лифа; Silvia: сильвия; 180SX; 200SX; 240SX; 350Z; 370Z; GT-R: гтр, gtr; Avenir: авенир; Expert: эксперт; Pulsar: пульсар; Rasheen: рашен; Mistral: мистраль; Safari: сафари; Armada: армада; Titan: титан; Rogue: рог; Altima: алтима, альтима; Versa: верса; Quest; Xterra: икстерра; Dualis: дуалис; Kicks: кикс; Ariya; Figaro; Moco; Dayz; Roox; Otti; Clipper; Sylphy: силфи; NP300; Interstar; Primastar; Rnessa; Bassara; Largo; Crew; Cima; President; Lucino; Presea; Kix`,
  },
  {
    brand: 'Mazda',
    names: 'мазда, мазду, мазды, мазде, маздой, маздочка, мазд',
    models: `CX-3: сх-3, cx3; CX-30; CX-4: сх4; CX-5: сх-5, cx5, цх5, си икс 5; CX-50; CX-7: сх-7, cx7; CX-8; CX-9: сх-9, cx9; CX-60; CX-90; MX-5; MX-30; RX-7; RX-8: рх8; MPV: мпв; BT-50; ?2; ?3: трешка, тройка, mps 3, mazda3, матрешка; ?5: mazda5; ?6: шестерка, mazda6, mps 6; 323F; ?323; ?626; ?929; ?121; Axela: аксела; Atenza: атенза; Demio: демио, дэмио; Familia: фамилия; Capella: капелла; Premacy: премаси; Tribute: трибьют; Bongo Friendee: бонго френди; Bongo: бонго; Verisa; Xedos 6; Xedos 9; Millenia: милления; Cronos; Lantis; Roadster: родстер; Biante; Carol; Flair; Scrum; AZ-Wagon; AZ-Offroad; Titan; Proceed; Eunos; B-Series; CX-70; EZ-6`,
  },
  {
    brand: 'Honda',
    names: 'хонда, хонду, хонды, хонде, хондочка',
    models: `Civic Ferio: цивик ферио; Civic: цивик, сивик, цивика; Accord: аккорд, акорд, аккорда; CR-V: црв, срв, crv, црвшка, цр-в, ср-в; HR-V: хрв, hrv, хр-в; Pilot: пилот; Fit Aria: фит ария; Fit Shuttle; Fit: ?фит; Jazz: джаз; Stepwgn: степвагон, степ вагон, step wgn, stepwagon; Stream: стрим; Odyssey: одиссей, одисей; Freed: фрид; Vezel: везел, везель; Insight: инсайт; Legend: легенд; Inspire: инспаер; Saber; Torneo: торнео; Prelude: прелюд; Integra: интегра; CR-X; S2000; S-MX; Element: элемент; Ridgeline: риджлайн; Crosstour: кросстур; Airwave: эирвейв, эйрвейв; Mobilio: мобилио; Logo: ?лого; Capa: ?капа; Avancier; Elysion: элизион; Edix; FR-V; Passport; N-BOX; N-WGN; N-One; Life; Zest; Shuttle; Grace; Domani; Orthia; Partner; Rafaga; Ascot; That's; Acty; Vamos; Breeze; XR-V; Crider; Envix; e:NS1; e:NP1; ZR-V; UR-V; WR-V`,
  },
  {
    brand: 'Mitsubishi',
    names: 'мицубиси, митсубиси, мицубиши, митсубиши, мицубисси, мицубись, мицу, митсу, мицик',
    models: `Lancer Evolution: лансер эволюшн, лансер эво, lancer evo, evo; Lancer Cedia: лансер цедия; Lancer: лансер, лансера, лансере, ланцер, лянсер, лансеръ; Outlander XL: аутлендер xl, аутлендер хл, аутлендер икс эль; Outlander: аутлендер, аутлэндер, оутлендер, аутлендера, аутландер; Pajero Sport: паджеро спорт, паджерик спорт; Pajero Mini: паджеро мини; Pajero io: паджеро ио; Pajero Pinin: паджеро пинин; Pajero: паджеро, паджерик, пажеро, падж; ASX: асх, а с икс; L200: л200, л 200; Galant: галант, галанта; Colt: кольт, кольта; Carisma: каризма, каризму; Eclipse Cross: эклипс кросс; Eclipse: эклипс; Grandis: грандис; Delica D:5: делика д5, delica d5; Delica: делика, делику; RVR: рвр; Space Star: спейс стар; Space Runner: спейс раннер; Space Wagon: спейс вагон; Chariot Grandis; Chariot: шариот; Diamante: диамант; Legnum: легнум; Libero: либеро; Mirage: мираж; Montero Sport: монтеро спорт; Montero: монтеро; Airtrek: айртрек, аиртрек; Dion: дион; Dingo: динго; Challenger: челленджер; ?eK Wagon; i-MiEV; Sigma; GTO; FTO; 3000GT; Raider; Endeavor; Xpander; Minicab; Town Box; Strada; Triton; Toppo; Aspire; Canter; Eterna; Emeraude`,
  },
  {
    brand: 'Subaru',
    names: 'субару, субарик, субарика, субар, субарь',
    models: `Forester: форестер, форестера, форик, лесник; Outback: аутбек, аутбэк, оутбек; Impreza WRX STI: impreza wrx, импреза врх; Impreza: импреза, импрезу, импреца; Legacy: легаси, легасик, легася; XV: ?хв; Tribeca: трибека; WRX STI; WRX: врх; BRZ: брз; Levorg: леворг; Exiga: эксига; Pleo; R2; Stella; Sambar; Vivio; Justy; Trezia; Ascent; Crosstrek: кросстрек; Baja; Traviq; SVX; Lucra; Solterra; Leone; Alcyone`,
  },
  {
    brand: 'Suzuki',
    names: 'сузуки, судзуки, сузука',
    models: `Grand Vitara: гранд витара, гранд витару; Vitara: витара, витару; SX4: сх4, сх 4, эсикс4; Swift: свифт, свифта; Jimny: джимни, джимник; Liana: лиана, лиану; Escudo: эскудо; Ignis: игнис; Wagon R+; Wagon R: вагон р; Splash: сплеш, сплэш; Alto: альто; Baleno: балено; XL7; XL-7; Kizashi: кизаши; Aerio: аерио; Cultus: культус; Every; Hustler: хастлер; Solio: солио; Spacia; Lapin; Ertiga; Samurai: самурай; Kei; Palette; Cervo; Sidekick; Celerio; Fronx`,
  },
  {
    brand: 'Lexus',
    names: 'лексус, лехус, лекс, лексуса, лексусы, лексусе',
    models: `RX: rx200t, rx270, rx300, rx330, rx350, rx350h, rx400h, rx450h, rx500h, ?рх, ?рх350, ?рх300, ?рх330; LX: lx450, lx450d, lx470, lx500d, lx570, lx600, ?лх570, ?лх470, ?лх; GX: gx460, gx470, gx550, ?гх460, ?гх470; NX: nx200, nx200t, nx250, nx300, nx300h, nx350, nx350h, nx450h; ES: es200, es250, es300, es300h, es330, es350, ?ес250, ?ес350; IS: is200, is200t, is220d, is250, is300, is300h, is350, ?ис250; GS: gs250, gs300, gs300h, gs350, gs430, gs450h, gs460, ?гс300; LS: ls400, ls430, ls460, ls500, ls500h, ls600h, ?лс430, ?лс460; CT: ct200h, ct200; UX: ux200, ux250h, ux300e; RC: rc200t, rc300, rc350; LC: lc500; HS: hs250h; SC: sc430, sc400; LM: lm300h, lm350, lm500h; RC F; IS F; GS F; LBX; TX: tx350, tx500h; RZ`,
  },
  {
    brand: 'Infiniti',
    names: 'инфинити, инфинити, финик, инфинитик',
    models: `FX: fx30d, fx35, fx37, fx45, fx50, ?фх35, ?фх37, ?фх; QX30; QX50; QX55; QX56: ?кх56; QX60; QX70; QX80; ?QX: qx4; EX: ex25, ex30d, ex35, ex37; G: g20, g25, g35, g37; M: m25, m30d, m35, m37, m45, m56; Q30; Q40; Q45; Q50; Q60; Q70; JX: jx35; I: i30, i35`,
  },
  { brand: 'Acura', names: 'акура, акуру', models: 'MDX: мдх; RDX: рдх; TLX; TSX; TL; RL; RLX; ZDX; ILX; RSX; Integra; CDX; ?CL; NSX' },
  { brand: 'Daihatsu', names: 'дайхатсу, дайхацу', models: 'Terios Kid; Terios: териос; Mira: мира; Sirion: сирион; YRV; Move; Tanto; Boon; Charade; Storia; Pyzar; Copen; Applause; Rocky; Coo; Cuore; Hijet; Atrai; Materia; Thor; Rugger; Feroza; Naked; Esse; Max; Cast; Altis; Be-go; Taft' },
  { brand: 'Isuzu', names: 'исузу', models: 'Bighorn: бигхорн; Trooper: трупер; Rodeo; MU-X; D-Max: дмакс; Gemini; Wizard; VehiCross; Axiom; Aska; Mu' },
  { brand: 'Datsun', names: 'датсун, датцун, датсуна, датсунчик, дацун', models: 'on-DO: он-до, ондо, он до; mi-DO: ми-до, мидо, ми до; Go' },
  { brand: 'Scion', names: 'сцион', models: 'tC; xA; xB; xD; FR-S; iM' },
  { brand: 'Mitsuoka', names: 'мицуока', models: 'Viewt; Galue; Orochi; Himiko; Buddy; Rock Star' },
]
