import type { BrandEntry } from './entry.js'

export const american: BrandEntry[] = [
  {
    brand: 'Ford',
    names: 'форд, форда, фордик, форде, фордец',
    models: `Focus: фокус, фокуса, фокусе, фф1, фф2, фф3, фф 1, фф 2, фф 3, ff2, ff3, фокусник; Focus RS; Focus ST; Mondeo: мондео, мандео, мондэо; Fiesta: фиеста, фиесту, фиесты; Fusion: фьюжн, фюжн, фьюжен, фьюжин, фюжен; Kuga: куга, кугу, куги, куге; EcoSport: экоспорт, эко спорт; C-MAX: с-макс, смакс, ц-макс, cmax; Grand C-MAX: гранд с-макс; S-MAX: эс-макс, s max; Galaxy: галакси; Explorer Sport Trac; Explorer: эксплорер, эксплоер, эксплоуер; Expedition: экспедишн, экспедишен, экспедитион; Escape: эскейп, искейп; Maverick: маверик; Mustang Mach-E; Mustang: мустанг, мустанга; F-150: ф150, ф-150; Ranger: рейнджер, ренджер; Transit Connect: транзит коннект; Transit Custom: транзит кастом; Transit: транзит, транзита, транзите; Tourneo Custom: торнео кастом; Tourneo Connect: торнео коннект; Tourneo: торнео, турнео; Scorpio: скорпио; Sierra: сьерра, сиерра; Escort: эскорт; Orion: орион; Taurus: таурус; Edge: эдж; Ka: ?ка; Puma: ?пума; Probe: проб; Cougar; Windstar: виндстар; Excursion; Crown Victoria: краун виктория; Contour; Aerostar; Econoline: эконолайн; Bronco: бронко; B-MAX: б-макс; Freestyle; Five Hundred; Flex; Thunderbird; Tempo; Granada; Capri; Taunus: таунус; Territory; Equator; Mondeo Sport; ?Aspire; ?Everest: эверест; ?Festiva: фестива; ?Freestar; ?GT; ?Ixion; ?Telstar; ?Laser; ?Spectron`,
  },
  {
    brand: 'Chevrolet',
    names: 'шевроле, шевролет, шеви, chevy, шевролэ, шавроле, шевролетка, шивроле',
    models: `Niva: нива, ниву, шнива, шниву, шнивы, шниве, ?шеви нива, нива шевроле, niva chevrolet; Cruze: круз, круза, крузе, круц; Lacetti: лачетти, лачети, лачетка; Aveo: авео, авэо, авеошка; Spark: спарк, спарка; Captiva: каптива, каптиву, каптивы; Cobalt: кобальт, кобальта; Lanos: ланос, ланоса; Orlando: орландо; Epica: эпика, эпику; Evanda: эванда; Rezzo: реззо, резо; TrailBlazer: трейлблейзер, трэйлблейзер, trail blazer; Tahoe: тахо, тахое; Suburban: субурбан; Blazer: блейзер; Malibu: малибу; Camaro: камаро; Corvette: корвет; Tracker: трекер, трэкер; Trax; Equinox: эквинокс; Traverse: траверс; Express: экспресс; Impala: импала; Monza: монза; Onix: оникс; Nexia: ?нексия; Gentra: ?джентра; Damas: дамас; Labo; Viva: вива; Silverado: сильверадо; Volt: вольт; Bolt: болт; Astro: астро; Avalanche: аваланч; HHR; Cavalier; Lumina; Menlo; Sail; Caprice; Alero; Venture; Starcraft; Colorado; ?Matiz: ?матиз; Sonic; SSR; ?Astra; ?Kalos: калос; ?Nubira: нубира; ?Van; ?Zafira: зафира; ?Vectra: вектра`,
  },
  { brand: 'Jeep', names: 'jeep, ?джип', models: 'Grand Cherokee: гранд чероки, гранд чирок, грандик; Cherokee: чероки, чирок; Wrangler: вранглер, рэнглер, ренглер; Compass: компас, ?компасс; Liberty: либерти; Renegade: ренегат; Commander: командер, коммандер; Patriot: ?патриот; Gladiator; Avenger; Wagoneer; Grand Wagoneer' },
  { brand: 'Cadillac', names: 'кадиллак, кадилак, кадик, кадиллака', models: 'Escalade: эскалейд, эскалэйд, эскалада; SRX: срх; CTS: цтс; ATS; STS; XT4; XT5; XT6; DeVille: девиль; BLS; Seville; DTS; CT4; CT5; CT6; Eldorado; Fleetwood; Lyriq; Catera; XLR' },
  { brand: 'Dodge', names: 'додж, доджа', models: 'Caliber: калибр, калибер; Caravan: караван; Grand Caravan: гранд караван; Journey: джорни; Ram: рам; Charger: чарджер; Challenger: челленджер; Durango: дуранго; Stratus: стратус; Intrepid: интрепид; Neon: неон; Nitro: нитро; Avenger: авенджер; Magnum: магнум; Dakota; Viper; Dart; Stealth; Shadow; Spirit' },
  { brand: 'RAM', names: '?ram', models: '?1500; ?2500; ?3500; TRX' },
  { brand: 'Chrysler', names: 'крайслер, крайслера, кразлер', models: 'PT Cruiser: пт крузер, пт круизер; Voyager: вояджер, вояжер; Grand Voyager: гранд вояджер; Sebring: себринг; 300C: 300с; 300M; Concorde: конкорд; Pacifica: пасифика; Town & Country: таун кантри, town country; Crossfire: кроссфайр; Stratus; Cirrus; Neon; LHS; Vision; New Yorker; Aspen; Intrepid; 200; Saratoga; ?300; ?Imperial; ?LeBaron: лебарон; ?Fifth Avenue' },
  { brand: 'Tesla', names: 'тесла, теслу, теслы', models: 'Model 3: модел 3, модель 3; Model S: модел s, модель s, модель с; Model X: модел x, модель x, модель х; Model Y: модел y, модель y, модель у; Cybertruck: кибертрак; Roadster' },
  { brand: 'Lincoln', names: 'линкольн', models: 'Navigator: навигатор; Aviator: авиатор; Town Car: таун кар; MKZ; MKX; MKC; MKT; Continental; Nautilus; Corsair; LS; Mark VIII; Zephyr' },
  { brand: 'GMC', names: 'жмс', models: 'Yukon: юкон; Sierra; Terrain; Acadia; Jimmy; Savana; Envoy; Canyon; Hummer EV; Vandura; Safari; Suburban' },
  { brand: 'Hummer', names: 'хаммер, хамер', models: 'H1; H2: х2; H3: х3' },
  { brand: 'Pontiac', names: 'понтиак', models: 'Vibe: вайб; Grand Am; Grand Prix; Trans Sport; Firebird; Bonneville; Sunfire; Montana; Aztek; G6; Solstice; GTO' },
  { brand: 'Buick', names: 'бьюик', models: 'Encore; Envision; Enclave; LeSabre; Regal; Rendezvous; Park Avenue; Century; Electra; GL8; Verano; Excelle; Riviera; LaCrosse; Velite; Envista' },
  { brand: 'Plymouth', names: 'плимут', models: 'Voyager; Breeze; Acclaim; Neon; Prowler; Laser' },
  { brand: 'Oldsmobile', names: 'олдсмобиль', models: 'Alero; Aurora; Cutlass; Silhouette; Bravada; Intrigue' },
  { brand: 'Mercury', names: '?mercury', models: '?Sable; ?Grand Marquis; ?Mountaineer; ?Villager; ?Mariner; ?Milan; ?Cougar; ?Tracer; ?Mystique; ?Topaz' },
  { brand: 'Saturn', names: '?saturn, ?сатурн', models: '?Vue; ?Ion; ?SL; ?Outlook; ?Sky; ?Aura' },
  { brand: 'Eagle', names: '?eagle', models: '?Talon; ?Vision; ?Summit' },
  { brand: 'Genesis', names: 'дженезис, генезис, дженисис', models: 'G70; G80; G90; GV60; GV70; GV80' },
]
