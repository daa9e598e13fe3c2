# What belongs to the whole city: batches, audiences, units, changes of many codes, decisions, proposals, seals.

## Ontwerpen

section-designs = Ontwerpen
designs = Ontwerpen
    .lead = Hoe codes er in druk uitzien. Een ontwerp wordt uitgeprobeerd voor het geldt: wat een telefoon niet zou kunnen lezen, wordt geweigerd.
    .new = Ontwerp maken
    .none = Er zijn nog geen ontwerpen.
    .next = Meer ontwerpen
design = Nieuw ontwerp
design-name = Naam
    .hint = Waarmee het gedrukt wordt: letters, cijfers, - en _. Die blijft zoals hij is.
    .taken = Er is al een ontwerp met deze naam.
design-label = Hoe het heet
design-unit = Hoort bij
    .city = de hele stad
design-dark = Donkere kleur
design-light = Lichte kleur
design-shape = Vorm
shape-square = Vierkantjes
shape-rounded = Afgerond
shape-dots = Stippen
design-level = Foutcorrectie
    .best = zoveel als er plaats voor is
design-margin = Witrand, in modules
design-size = Kleinste breedte in druk, in millimeter
    .hint = Op deze maat wordt het uitgeprobeerd, en kleiner wordt het niet gedrukt.
design-logo = Logo, als SVG
    .hint = Gevulde vormen in effen kleuren. Zet tekst en lijnen eerst om in paden. Programma’s kunnen via de API een PNG sturen.
design-share = Breedte van het logo, in procent van het symbool
design-frame = Dikte van het kader, in modules; 0 voor geen kader
design-corner = Straal van de hoeken, in modules
design-caption = Tekst eronder
    .hint = Hoogstens vier regels. {"{id}"}, {"{label}"} en {"{unit}"} worden voor elke code ingevuld.
design-reason = Waarom, voor de geschiedenis
design-keep = Bewaren
design-look = Bekijken
    .title = Hoe het eruitziet
    .alt = Een symbool in dit ontwerp
    .read = Het is gelezen op drukformaat, wazig, schuin en bij slecht licht.
    .refused = Zo kan het niet gebruikt worden:
    .none = Vul het formulier in en bekijk het.
design-pin = Noem het { $pin } om precies dit opnieuw te drukken.
design-withdraw = Intrekken
done-design = Het ontwerp { $value } is bewaard.
done-design-withdrawn = Het ontwerp { $value } is ingetrokken. Wat ermee gedrukt is, kan opnieuw gedrukt worden.
