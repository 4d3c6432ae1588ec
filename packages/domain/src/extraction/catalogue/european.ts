import type { BrandEntry } from './entry.js'

export const european: BrandEntry[] = [
  {
    brand: 'BMW',
    names: 'бмв, бэха, беха, бэху, беху, бумер, бумера, бимер, бэшка, бмвшка, bmv, боевая машина вымогателя',
    models: `1 Series: ?1 серия, ?1 серии, ?единичка, ?копейка; 2 Series: ?2 серия, ?2 серии; 3 Series: ?3 серия, ?3 серии, ?трешка, ?тройка; 4 Series: ?4 серия, ?4 серии; 5 Series: ?5 серия, ?5 серии, ?пятерка; 6 Series: ?6 серия, ?6 серии, 6 серии гт; 7 Series: ?7 серия, ?7 серии, ?семерка; 8 Series: ?8 серия, ?8 серии; X1: икс1, х1; X2: х2; X3: икс3, х3; X4: икс4, х4; X5: икс5, х5, икс пять; X6: икс6, х6; X7: икс7, х7; XM; Z3; Z4; Z8; M2; M3; M4; M5; M6; M8; ?i3; ?i4; ?i5; ?i7; ?i8; iX3; ?iX; iX1; X5 M; X6 M`,
  },
  {
    brand: 'Mercedes-Benz',
    names: 'mercedes, мерседес, мерседес бенц, mercedes benz, мерс, мерин, мерина, мерса, мерседеса, мерсик, мерседесе, мерседес-бенц, mersedes, mercedesbenz, benz, мэрседес',
    models: `A-Class: ?a класс, ?a class, а-класс; B-Class: ?b класс, ?b class, б-класс, в-класс; C-Class: ?c класс, ?c class, ?с-klasse, цешка, c klasse; E-Class: ?e класс, ?e class, ешка, ешку, е-класс, e klasse; S-Class: ?s класс, ?s class, с-класс эс, эс класс, s klasse, эска, кабан; G-Class: ?g класс, ?g class, г-класс, гелик, гелик, гелендваген, гелентваген, гелика, gelandewagen, гелендеваген, gelendwagen, гелен; V-Class: ?v класс, ?v class, в класс; X-Class: ?x класс, ?x class; R-Class: ?r класс, ?r class; M-Class: ?m класс, ?m class, ?ml, мл, ml230, ml270, ml280, ml300, ml320, ml350, ml400, ml500, ml550, ml63, мл350, мл320; GLA: gla180, gla200, gla250, ?гла; GLB: glb200, glb250; GLC Coupe; GLC: glc200, glc220, glc250, glc300, ?глк, ?глц; GLE Coupe; GLE: gle250, gle300, gle300d, gle350, gle350d, gle400, gle400d, gle450, gle43, gle53, gle63, ?гле; GLS: gls350d, gls400, gls400d, gls450, gls500, gls580, gls600, ?глс; GLK: glk200, glk220, glk250, glk280, glk300, glk320, glk350, ?глк; GL: gl320, gl350, gl400, gl420, gl450, gl500, gl550, ?гл; CLA: cla180, cla200, cla250, ?цла; CLS: cls250, cls300, cls320, cls350, cls400, cls450, cls500, cls550, cls55, cls63, ?цлс; CLK: clk200, clk230, clk240, clk270, clk280, clk320, clk350, clk430, clk500, ?цлк; ?CL: cl500, cl600, cl55, cl63; SL: sl350, sl500, sl55, sl63; SLK: slk200, slk230, slk280, slk350; SLC; Vito: вито; Viano: виано; Vaneo: ванео; Sprinter: спринтер, спринтера; Citan: ситан; AMG GT: амг гт; EQA; EQB; EQC; EQE; EQS; EQV; Maybach S-Class: майбах; W123: в123, ?123; W124: в124, ?124; ?190: 190e, w201`,
  },
  {
    brand: 'Audi',
    names: 'ауди, авди, аудюха, аудюху, аудик',
    models: `A1; A2; A3: а3; A4 Allroad: a4 оллроад; A4: а4; A5: а5; A6 Allroad: a6 оллроад; A6: а6; A7: а7; A8: а8, a8l; Q2; Q3: ку3; Q3 Sportback; Q4 e-tron; Q5: ку5; Q5 Sportback; Q6; Q7: ку7; Q8: ку8; TT: ?тт; R8; S3; S4; S5; S6; S7; S8; SQ5; SQ7; SQ8; RS3; RS4; RS5; RS6; RS7; RS Q3; RS Q8; e-tron: етрон, е-трон; e-tron GT; ?80: бочка; ?100: сотка, ?селедка; ?90; ?200; Allroad: ?олроад, оллроад; V8; Cabriolet; Coupe: ?купе`,
  },
  {
    brand: 'Volkswagen',
    names: 'фольксваген, фольсваген, фольц, фольксфаген, фольцваген, vw, фв, фольк, вольксваген, volkswagon, folkswagen, фольксвагена, фолькс, фольцвагена',
    models: `Polo: поло, полик, polo sedan, поло седан; Golf Plus: гольф плюс; Golf Sportsvan; Golf: гольф, гольфа, гольфик; Passat CC: пассат сс, пассат цц, ?cc, ?сс; Passat Variant: пассат вариант; Passat: пассат, пасат, пассата, пасата; Tiguan Allspace; Tiguan: тигуан, тигуана, тигра; Touareg: туарег, таурег, туарега, тауарег; Jetta: джетта, джета, джетту, джетты; Touran: туран, турана; Caddy Maxi; Caddy: кадди, кади; Transporter: транспортер, т4, т5, т6, t4, t5, t6; Multivan: мультивен, мультиван; Caravelle: каравелла, каравелле; California: калифорния; Teramont: терамонт; Taos: таос; Arteon: артеон; Amarok: амарок; Sharan: шаран; Bora: бора; Vento: венто; Scirocco: сирокко; Beetle: битл, жук; New Beetle: нью битл; Phaeton: фаэтон, фаетон; Pointer: пойнтер; Lupo: лупо; Fox: ?фокс; up!; Santana: сантана; Corrado: коррадо; Crafter: крафтер; LT; Atlas; ID.3; ID.4: id4; ID.6: id6; ID.7; Tayron: тайрон; Tharu; Lavida: лавида; Bora; T-Roc; T-Cross; Eos; Derby; Kaefer; Tavendor; Viloran; Talagon`,
  },
  {
    brand: 'Skoda',
    names: 'шкода, шкоду, шкоды, шкоде, škoda, шкодовка, шкодой',
    models: `Octavia Scout; Octavia Combi: октавия комби; Octavia RS; Octavia: октавия, октавию, октавии, октаха, октаху, октавиа, октавка; Rapid: рапид, рапида, рапиде; Fabia Combi; Fabia: фабия, фабию, фабии, фабиа; Superb: суперб, суперба, супер б; Yeti: йети, ети; Kodiaq: кодиак, кадьяк, кодьяк; Karoq: карок; Kamiq: камик; Roomster: румстер; Felicia: фелиция; Favorit: фаворит; Kushaq; Enyaq: эньяк; Citigo; Praktik; Slavia`,
  },
  {
    brand: 'Opel',
    names: 'опель, опеля, опелек, опеле, опелёк, opell',
    models: `Astra GTC: астра гтц, астра gtc; Astra Family; Astra OPC; Astra: астра, астру, астры, астре, астрочка; Corsa: корса, корсу, корсы; Vectra: вектра, вектру, вектры; Insignia: инсигния, инсигнию, инсигнии; Zafira Life; Zafira: зафира, зафиру, зафиры; Meriva: мерива, мериву, меривы; Mokka: мокка, мокку, мокки, мока; Antara: антара, антару; Omega: омега, омегу; Kadett: кадет, кадетт; Ascona: аскона; Frontera: фронтера, фронтеру; Vivaro: виваро; Combo: комбо; Tigra: тигра; Calibra: калибра; Signum: сигнум; Agila: агила; Adam; Astra Sports Tourer; Cascada; Crossland: кроссленд; Grandland X: грандленд х; Grandland: грандленд; Karl; Movano: мовано; Monterey; Rekord; Senator; Sintra; Speedster; Ampera; GT; Campo; Manta; Arena`,
  },
  {
    brand: 'Renault',
    names: 'рено, рэно, reno, рено',
    models: `Logan Stepway: логан степвей; Logan: логан, логана, логане, логаша; Sandero Stepway: сандеро степвей; Sandero: сандеро; Duster: дастер, дастера, дастере, даcтер; Megane: меган, мегана, меганчик; Fluence: флюенс, флюинс, флуенс; Scenic: сценик, сценика; Grand Scenic: гранд сценик; Clio: клио; Laguna: лагуна, лагуну, лагуны; Kaptur: каптур, каптюр, captur; Arkana: аркана, аркану, арканы; Koleos: колеос; Symbol: симбол, символ; Kangoo: кангу, канго; Dokker Stepway; Dokker: доккер; Trafic: трафик; Master: мастер; Espace: эспейс; Latitude: латитьюд; Vel Satis; Twingo: твинго; Modus: модус; Safrane: сафран; Talisman: талисман; Kadjar: каджар; Zoe; 19: ?рено 19; 21; 25; ?5; Sport Spider; Avantime; Wind; Austral`,
  },
  { brand: 'Dacia', names: 'дачия, дачиа', models: 'Logan; Sandero; Duster; Lodgy; Dokker; Solenza; Nova; Spring; Jogger' },
  {
    brand: 'Peugeot',
    names: 'пежо, пижо, пыжик, пежик, пежо',
    models: '?106; ?107; ?108; ?205; 206: ?206 sw; ?207; ?208; ?301; ?305; ?306; ?307: 307 sw; ?308: 308 sw; ?309; ?405; ?406; ?407: 407 sw; ?408; ?508; ?605; ?607; ?806; ?807; ?1007; ?2008; ?3008; ?4007; ?4008; ?5008; Partner Tepee; Partner: партнер; Expert: эксперт; Traveller: тревеллер; Boxer: боксер; RCZ; Bipper; Rifter; Landtrek; iOn; 604; 504; 505',
  },
  {
    brand: 'Citroen',
    names: 'citroën, ситроен, ситроэн, цитроен, ситроёна, ситроена, ситрик',
    models: '?C1: с1; ?C2: с2; C3 Picasso: с3 пикассо; C3 Aircross; ?C3: с3; C4 Grand Picasso: grand c4 picasso, с4 гранд пикассо; C4 Picasso: с4 пикассо; C4 Aircross: с4 аиркросс, с4 эйркросс; C4 Cactus; C4 SpaceTourer; ?C4: с4; C5 Aircross: с5 аиркросс; ?C5: с5; ?C6: с6; ?C8: с8; C-Crosser: с-кроссер, ц-кроссер; C-Elysee: с-элизе, с элизе; Xsara Picasso: ксара пикассо; Xsara: ксара, ксару; Xantia: ксантия; Berlingo: берлинго; DS3; DS4; DS5; Saxo: саксо; Jumpy: джампи; Jumper: джампер; SpaceTourer; Nemo: немо; BX; XM; ZX; AX; Evasion; Visa; 2CV; Synergie',
  },
  { brand: 'DS', names: '?ds automobiles', models: '?DS 7 Crossback; ?DS 4; ?DS 9' },
  {
    brand: 'Fiat',
    names: 'фиат, фиата',
    models: 'Albea: альбеа, албеа; Punto: пунто; Grande Punto; Doblo: добло; Ducato: дукато; Scudo: скудо; Bravo: браво; Brava: брава; Stilo: стило; Linea: линеа; Panda: панда; Tipo: типо; Tempra: темпра; Marea: мареа; Multipla; Sedici: седичи; Croma: крома; ?500: 500l, 500x; 500L; 500X; Freemont: фримонт; Fullback: фулбэк; Qubo; Fiorino: фиорино; Ulysse; Uno: ?уно; Barchetta; Coupe; Idea; Regata; Siena; Palio; 124; 125; 126; 131; 127; Talento; Viaggio',
  },
  {
    brand: 'Volvo',
    names: 'вольво, волво, вольва, вольво',
    models: 'XC40: хс40; XC60: хс60; XC70: хс70; XC90: хс90, хс 90; EX30; EX90; C30; C40; C70; S40: с40; S60: с60; S70; S80: с80; S90: с90; V40: в40; V50: в50; V60: в60; V70: в70; V90: в90; V40 Cross Country; V60 Cross Country; V90 Cross Country; ?240; ?340; ?440; ?460; ?740; ?760; ?850; ?940; ?960',
  },
  {
    brand: 'Land Rover',
    names: 'ленд ровер, лэнд ровер, ландровер, land rover, лендровер, лендик, ленд-ровер',
    models: 'Range Rover Sport: рендж ровер спорт, рэндж ровер спорт, range sport, рендж спорт; Range Rover Evoque: рендж ровер эвок, evoque, эвок, ивок; Range Rover Velar: velar, велар, рендж ровер велар; Range Rover: рендж ровер, рэндж ровер, рейндж ровер, рендж, рэнж ровер, ренж ровер, рейнж ровер; Discovery Sport: дискавери спорт; Discovery: дискавери, диско, дискавери 3, дискавери 4; Freelander: фрилендер, фрилэндер, фриленд; Defender: дефендер, дефендера',
  },
  { brand: 'Jaguar', names: 'ягуар, ягуара', models: 'XF: ?хф; XE; XJ: xj6, xj8, xjr; XK: xk8; XKR; F-Pace: ф-пейс; E-Pace: е-пейс; I-Pace; F-Type: ф-тайп; S-Type: с-тайп; X-Type: х-тайп' },
  { brand: 'Mini', names: '?mini, мини купер', models: 'Cooper: купер, mini cooper; Countryman: кантримен, кантриман; Clubman: клабмен; Paceman; One; John Cooper Works; Hatch; Coupe; Cabrio' },
  { brand: 'Porsche', names: 'порше, порш, поршак, порщ', models: 'Cayenne Coupe; Cayenne: кайен, кайенн, каен, каенн, кайена; Macan: макан, макана; Panamera: панамера, панамеру; ?911: carrera; Boxster: бокстер; 718: ?718; Cayman: кайман; Taycan: тайкан; 924; 928; 944; 968' },
  { brand: 'Alfa Romeo', names: 'альфа ромео, альфа-ромео, alfa', models: '?145; ?146; ?147; ?155; ?156; ?159; ?164; ?166; Giulia: джулия; Giulietta: джульетта; Stelvio: стельвио; Brera: брера; Spider; MiTo; GT; GTV; 33; 75; Tonale' },
  { brand: 'SEAT', names: 'сеат, seat', models: 'Leon: леон; Ibiza: ибица; Toledo: толедо; Cordoba: кордоба; Altea Freetrack; Altea: альтеа; Alhambra: альхамбра; Ateca; Arona; Tarraco; Exeo; Arosa; Malaga' },
  { brand: 'Saab', names: 'сааб', models: '9-3: ?93; 9-5: ?95; 900; 9000; 9-7X; 9-2X; 99' },
  { brand: 'Rover', names: 'ровер', models: '?75; ?45; ?25; ?200: 214, 216, 220; ?400: 414, 416, 420; ?600: 618, 620, 623; ?800: 820, 825, 827; Streetwise' },
  { brand: 'MG', names: '?mg', models: '?ZS; ?HS; ?5; ?6; ?7; ?350; ?550; ?RX5; ?One; ?4; ?TF; ?ZR; ?GT' },
  { brand: 'Bentley', names: 'бентли', models: 'Bentayga: бентайга; Continental GT: континенталь гт; Continental Flying Spur; Flying Spur: флаинг спур; Continental; Mulsanne: мульсан; Arnage; Azure; Turbo R' },
  { brand: 'Rolls-Royce', names: 'роллс ройс, ролс ройс, rolls royce', models: 'Ghost: гост; Phantom: фантом; Cullinan: куллинан; Wraith: врайт; Dawn; Silver Shadow; Spectre' },
  { brand: 'Maserati', names: 'мазерати, мазератти', models: 'Ghibli: гибли; Levante: леванте; Quattroporte: кватропорте; GranTurismo; Grecale' },
  { brand: 'Ferrari', names: 'феррари', models: '?458; ?488; ?812; California; F8; Roma; Portofino; SF90; FF; GTC4Lusso; Purosangue; F430; 360; 296' },
  { brand: 'Lamborghini', names: 'ламборгини, ламба', models: 'Urus: урус; Huracan: хуракан; Aventador: авентадор; Gallardo: галлардо; Murcielago; Revuelto' },
  { brand: 'Aston Martin', names: 'астон мартин', models: 'DB9; DB11; DBX; Vantage; DBS; Rapide; Vanquish' },
  { brand: 'Maybach', names: '?maybach', models: '?57; ?62' },
  { brand: 'Smart', names: '?smart, ?смарт', models: 'Fortwo: фортво, ?for two; Forfour: форфор; Roadster; City; #1; #3' },
  { brand: 'Iveco', names: 'ивеко', models: 'Daily: дейли' },
  { brand: 'Lancia', names: 'лянча, lancia', models: 'Delta; Kappa; Lybra; Thema; Thesis; Ypsilon; Dedra; Zeta; Phedra' },
]
