# What belongs to the whole city: batches, audiences, units, changes of many codes, decisions, proposals, seals.

## Ontwerpen

section-designs = Ontwerpen
    .lead = Hoe codes er in druk uitzien. Een ontwerp wordt uitgeprobeerd voor het geldt: wat een telefoon niet zou kunnen lezen, wordt geweigerd.
    .new = Ontwerp maken
    .none = Er zijn nog geen ontwerpen.
    .next = Meer ontwerpen
design = Nieuw ontwerp
design-name = Naam
    .hint = Waarmee het gedrukt wordt: letters, cijfers, - en _. Die blijft zoals hij is.
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

## Sections

section-batches = Reeksen
section-changes = Wijzigingen van velen
section-units = Diensten
section-people = Mensen
section-tokens = Tokens
section-proposals = Voorstellen
section-decisions = Beslissingen
section-seals = Zegels
section-work = Werk

## Lists

list-search = Zoeken
list-all = Alles tonen
list-any = Alle
list-parts = Delen van de lijst
list-first = Eerste deel
list-next = Volgende deel
known-as = In de geschiedenis bekend als
last-changed = Laatst gewijzigd
its-decisions = Wat erover beslist werd

## Roles

grants = Rollen
    .hint = Vink alles aan wat nodig is. Een rol van een dienst geldt alleen voor de codes van die dienst.
change-grants = Rollen wijzigen
done-grants = De rollen zijn gewijzigd.
secret-noted = Ik heb het genoteerd

## Tokens

tokens-lead = Hieraan worden programma’s herkend, en mensen die de API gebruiken.
tokens-none = Er zijn geen tokens.
token-of = Houder
token-state = Stand
token-active = Geldig
token-expired = Verlopen
token-revoked = Ingetrokken
token-used = Laatst gebruikt
token-unused = Nooit
token-expires = Geldig tot
    .hint = Tot het einde van die dag; leeg: tot het wordt ingetrokken.
token-endless = Tot het wordt ingetrokken
token-issued = Uitgereikt
token-title = Token van { $value }
token-new = Een token uitreiken
    .lead = Het wordt één keer getoond, op de volgende pagina, en nergens bewaard.
    .act = Uitreiken
token-name =
    .hint = Een persoon of een toepassing. Tokens en accounts met dezelfde naam zijn van één persoon.
token-secret = Het token
    .lead = Kopieer het nu: niemand kan het nog eens tonen.
    .label = Te sturen als bearer-token
token-grants = Waarvoor het token van { $value } dient
token-revoke = Intrekken
token-revoke-this = Het token van { $value } intrekken
    .lead = Wat het gebruikt, stopt meteen, en het geldt nooit meer.
done-revoked = Het token is ingetrokken.

## People

people-lead = Wie zich mag aanmelden, en wat iedereen mag.
people-none = Er is nog niemand.
person-name = Naam
    .hint = Wordt bewaard waar het vergeten kan worden, en in geen geschiedenis.
person-login =
    .hint = Wat zij intikken om zich aan te melden, zoals een e-mailadres.
person-account = Meldt zich aan
person-signs-in = Ja
person-does-not = Nee
person-forgotten = Vergeten
person-new = Iemand laten aanmelden
    .lead = Zij krijgen een eerste wachtwoord, dat één keer wordt getoond, op de volgende pagina.
    .act = Account openen
person-accounts = Aanmeldaccounts
person-accounts-none = Deze persoon meldt zich niet aan.
account-open = Actief
account-closed = Gesloten
account-opened = Geopend op
account-acts = Wat kan
account-grants = Wat { $value } mag
account-password = Een ander wachtwoord geven
account-password-new = Een ander wachtwoord voor { $value }
    .lead = Het huidige werkt meteen niet meer, en zij worden overal afgemeld. Het nieuwe wordt één keer getoond, op de volgende pagina.
password-secret = Het wachtwoord
    .lead = Geef het nu door: niemand kan het nog eens tonen.
    .label = Om mee aan te melden en dan te wijzigen
account-close = Account sluiten
account-close-this = Het account van { $value } sluiten
    .lead = Zij worden overal afgemeld en melden zich niet meer aan. Wat zij beslisten blijft, met hun naam.
done-closed = Het account is gesloten.
person-forget = Deze persoon vergeten
person-forget-this = { $value } vergeten
    .lead = De naam wordt voorgoed verwijderd, tokens worden ingetrokken en accounts gesloten. Wat beslist werd blijft, onder een id dat niets zegt.
    .hint = Voor de geschiedenis, die niets vergeet: noem hier niemand.
done-forgotten = De persoon is vergeten.

## Units

units-lead = Diensten die codes hebben, en waarheen die mogen leiden.
units-none = Er zijn nog geen diensten.
unit-label = Naam
    .hint = Voor mensen, zoals “Wegen en bruggen”.
unit-name = Korte naam
    .hint = Kleine letters, cijfers, - en _; kan nooit worden gewijzigd.
unit-hosts = Haar codes mogen leiden naar
    .hint = Eén host per regel: example.org, of *.example.org voor alles daaronder. Leeg: overal.
unit-every-host = elke host
unit-approval = Goedkeuring
    .tick = Een andere persoon moet goedkeuren waarheen haar codes leiden
    .hint = Wat bezoekers elders heen stuurt, is dan een voorstel tot iemand het goedkeurt.
unit-approval-required = Door een andere persoon
unit-approval-not = Niet nodig
unit-new = Een dienst oprichten
unit-change = Wijzigen
unit-change-this = Dienst { $value } wijzigen
unit-codes = Haar codes
done-founded = De dienst is opgericht.
done-unit = De dienst is gewijzigd.

## Batches

batches-lead = Reeksen codes, samen gemaakt om te drukken.
batches-none = Er zijn nog geen reeksen.
batch-id = Reeks
batch-title = Reeks { $value }
batch-count = Aantal codes
    .hint = 1 tot 1.000.000.
batch-standing = Daarvan
batch-active = in gebruik
batch-unassigned = leiden nog nergens heen
batch-suspended = opgeschort
batch-retired = buiten gebruik
batch-minted = Gemaakt
batch-new = Een reeks maken
    .lead = Alle codes of geen enkele, onder vrije id’s. Ze kunnen gedrukt worden lang voor iemand weet waarvoor.
    .act = Ze maken
batch-first = Nummer van de eerste
    .hint = 1 als het leeg blijft.
batch-unit = Dienst
batch-no-unit = Geen
batch-label = Naam van elk
    .hint = Met in te vullen plaatsen: { $value }.
batch-tags = Trefwoorden
    .hint = Woorden om ze alle op te vinden, met komma’s ertussen.
batch-target = Waarheen elk leidt
    .hint = Zoals { $value }; leeg: nog nergens heen.
batch-forward = De query van het gescande adres doorgeven
batch-codes = Haar codes tonen
batch-csv = Haar codes als CSV
batch-print = Om te drukken
batch-underway = Deze codes zijn gemaakt en gelden. Ze komen nog in de lijsten; u kunt deze pagina verlaten en terugkomen.
batch-progress = Getoond
done-batch = { $value ->
    [one] Eén code is gemaakt.
   *[other] { $value } codes zijn gemaakt.
}
print-labels = Etiketvellen
    .act = Etiketten downloaden (PDF)
print-pictures = Afbeeldingen
    .act = Afbeeldingen downloaden (ZIP)
print-format = Formaat
print-sheet = Vel
print-caption = Tekst op elk etiket
    .hint = Met { $value }, en | tussen regels. Leeg: wat het ontwerp zegt, of de id.
print-start = Eerste etiket op het eerste vel
    .hint = Om een begonnen vel op te maken.
print-cut-marks = Hoeken markeren, om te snijden
print-proof = Alleen één proefpagina
print-design = Ontwerp
print-plain = Geen ontwerp
print-settled = Gedrukt
print-open = Nog niet vastgelegd: zoals wie drukt het vraagt
print-settle = Hoe ze wordt gedrukt
    .lead = Leg vast hoe ze wordt gedrukt. Wie ze opnieuw drukt, krijgt tot op de bit hetzelfde, in deze versie van het ontwerp en met de labels die de codes nu hebben.
    .act = Vastleggen
print-names = Bestandsnamen
    .hint = Met plaatsen om in te vullen, zoals { "{number}-{label}" }; de id als het leeg blijft.
done-print = Vastgelegd is hoe de reeks wordt gedrukt.
print-as-of = Labels en eenheden
print-as-of-settled = Van toen dit werd vastgelegd
print-as-of-now = Zoals ze nu zijn

## Changes of many codes

changes-list = Ingrepen op veel codes, elk alles of niets, en hoever ze zichtbaar zijn.
changes-none = Nog niemand wijzigde veel codes samen.
change-new = Codes kiezen om te wijzigen
change-what = Wat
change-count = Gewijzigde codes

## Proposals

proposals-lead = Wat geldt als een andere persoon het goedkeurt.
proposals-none = Niets past, of niets is voorgesteld.
proposal-title = Een voorstel
proposal-what = Wat anders zou zijn
proposal-about = Over
proposal-many = veel codes
proposal-by = Voorgesteld door
proposal-at = Voorgesteld op
proposal-reason = Omdat
proposal-unit = Goed te keuren in dienst
proposal-no-unit = van geen dienst
proposal-open = Wacht
proposal-outdated = Achterhaald
proposal-approved = Goedgekeurd
proposal-rejected = Afgewezen
proposal-withdrawn = Teruggenomen
proposal-ended-by = Beëindigd door
proposal-ended-at = Beëindigd op
proposal-ended-reason = Met de woorden
proposal-change = Werd wijziging
proposal-approve = Goedkeuren
proposal-reject = Afwijzen
proposal-withdraw = Terugnemen
proposal-differences = Verschillen
done-approved = Het is goedgekeurd en geldt.
done-rejected = Het is afgewezen.
done-withdrawn = Het is teruggenomen.

## Decisions

decisions-lead = Alles wat ooit beslist werd, het laatste eerst. Alles wat u invult moet passen.
decisions-none = Geen enkele beslissing past.
decision-what = Beslissing
decision-on = Over
decision-who = Door
decision-at = Wanneer
decision-why = Waarom
decision-position = Positie
decision-words = Woorden van de reden
decision-actor = Door (id)
decision-type = Soort beslissing
decision-code = Code
decision-unit = Dienst
decision-audience = Doelgroep
decision-host = Leidde naar deze host
decision-url = Leidde naar dit adres
decision-from = Vanaf
decision-until = Tot
export-csv = Deze alle als CSV
export-jsonl = Deze alle als JSON-regels

## Seals

seals-lead = Elke beslissing wordt binnen seconden verzegeld. Wie een controlepunt bewaart, kan later nagaan of er sindsdien iets werd veranderd.
seal-decisions = Aantal beslissingen
seal-sealed = Daarvan verzegeld
seal-checkpoint = Laatste controlepunt
seal-keys = Sleutels
seal-key = Sleutel, de huidige eerst
seal-keys-none = Nog geen node heeft een sleutel.
seal-verify = Hoe u het nagaat
seal-how = Iedereen kan dit, ook met programma’s die niet van ons zijn:
seal-how-keep = Bewaar nu en dan een controlepunt waar de stad het niet kan veranderen.
seal-how-key = Vraag de sleutel langs een andere weg aan de stad, en vergelijk.
seal-how-verify = Laat op een kopie van de gegevens het logboek ermee vergelijken.
seal-how-one = Wat over één code bewezen is, staat in het bewijsbestand van die code, dat niemand op zijn woord hoeft te geloven.
seal-last = Het laatste controlepunt

## Work

work-lead = Wat lang duurt gaat vanzelf voort: verlaat deze pagina en vind het hier terug.
work-none = Er is niets bezig, en er werd onlangs niets gedaan.
work-what = Wat
work-progress = Hoever
work-done = Klaar
work-shown = { $value } van { $name } getoond
work-batch = { $value ->
    [one] Een reeks van één code
   *[other] Een reeks van { $value } codes
}
work-download = Download van { $value }
work-sent = tot nu { $value } MB
work-sent-all = Klaar, { $value } MB
work-sent-part = Afgebroken na { $value } MB
work-behind = { $value ->
    [one] Eén beslissing komt in de lijst “{ $name }”
   *[other] { $value } beslissingen komen in de lijst “{ $name }”
}
work-list-access = Wie wat mag
work-list-catalogue = Codes
work-list-history = Geschiedenis
work-list-search = Zoeken in beslissingen
work-list-proposals = Voorstellen
work-list-resolver = Waarheen codes leiden
work-list-memory = Wat deze node van codes weet
work-list-tokens = Wat deze node van accounts en tokens weet
work-here = op deze node
work-elsewhere = op node { $value }
work-nobody = nu op geen enkele node

## Dode links

section-links = Dode links
links-lead = Adressen waar codes naartoe leiden en waar bezoekers niets vinden, de nieuwste eerst. Elk adres wordt ongeveer één keer per dag bevraagd.
links-off = Er werd nog niets bevraagd: de instelling check-links zet dat aan.
links-none = Overal waar codes naartoe leiden, antwoordt iemand, voor zover er bevraagd is.
link-url = Adres
link-answer = Wat het opleverde
link-since = Sinds
link-checked = Laatst bevraagd
link-answered = antwoordt { $value }
link-unreachable = is niet te bereiken
link-untrusted = het certificaat is niet geldig
link-silent = antwoordt niet
link-astray = leidt eindeloos om
link-private = niet bevraagd: geen openbaar netwerk
link-dead = Bezoekers vinden niets op { $name }: { $value }.
link-dead-since = Dat is zo sinds { $value }.
link-asked = { $name } – { $value }.
link-asked-at = Bevraagd op { $value }.
