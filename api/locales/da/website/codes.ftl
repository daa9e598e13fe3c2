# Koder, en for en og som liste: hvor de fører hen, for hvem, hvad der er sket med dem, og hvor ofte de scannes.

section-codes = Koder
section-statistics = Statistik

## Formularer

save = Gem
cancel = Annuller
reason = Hvorfor
    .hint = Til historikken; den, der læser den om ti år, vil takke dig.
show-fields = Vis felterne
wrong-question = Det kan ikke besvares. Se venligst på:
wrong-fields = Dette blev ikke gemt. Se venligst på:
wrong-version = En anden ændrede koden, mens du arbejdede med den. Intet blev gemt. Åbn den i en anden fane, se hvad der er ændret, og begynd forfra.
pages = Sider
pages-first = Første side
pages-next = Næste side
pages-newest = Nyeste
pages-older = Ældre

## Hvad man ved om en kode

field-code = Kode
field-label = Navn
field-status = Tilstand
field-target = Fører til
field-unit = Enhed
field-tag = Nøgleord
field-tags = Alle nøgleord
field-host = Websted
field-batch = Serie
field-asset = Genstand
field-minted = Oprettet
field-changed = Ændret
field-successor = Afløser
standing-active = I brug
standing-unassigned = Fører ingen steder hen endnu
standing-suspended = Sat på pause
standing-retired = Ude af brug

## Listen

search-q = Find en kode
    .hint = En del af kode, navn, nøgleord, genstand eller adresse
search-act = Søg
search-clear = Ryd
search-any = Alle
search-none = Ingen kode passer. Fjern et ord, eller vælg et andet filter.
search-found = { $value ->
    [one] En kode på denne side
   *[other] { $value } koder på denne side
}
search-rules = { $value ->
    [one] en regel
   *[other] { $value } regler
}

## Oprette

mint = Ny kode
    .lead = Alt kan stå åbent: en kode kan trykkes, længe før nogen ved hvad den skal bruges til.
    .act = Opret koden
mint-id =
    .hint = Lad den stå tom, så trækkes en ledig kode på otte tegn. Den kan aldrig ændres.
mint-unit =
    .hint = Enheden, der ejer den.
done-minted = Koden { $value } er oprettet.

## Beskrive

describe = Beskriv { $value }
    .link = Beskriv
label =
    .hint = Et navn for mennesker, fx “Bænken ved dammen”.
tags =
    .hint = Ord at finde den med, adskilt af komma.
asset-reference = Nummer i registret
asset-description = Hvad den sidder på
asset-address = Hvor: adresse eller vejvisning
asset-latitude = Grader nord
asset-longitude = Grader øst
done-described = Beskrivelsen er gemt.

## Mål

retarget = Hvor { $value } fører hen
    .lead = Hvad alle får, som ingen regel gælder for.
    .link = Ændr hvor den fører hen
done-retargeted = Koden fører et andet sted hen nu.
proposal-waits-here = En ændring af den venter på godkendelse
done-proposed = Dette er foreslået. Det gælder, så snart en anden person godkender det.
target-none = ingenting endnu
target-redirect-query = { $value } med scanningens parametre
target-page = siden “{ $value }”
target-menu = en menu med { $value }
target-kind = Hvad
target-kind-none = Ingenting endnu
target-kind-redirect = En adresse
target-kind-page = En side hos os
target-kind-menu = En menu
target-url = Adresse
target-forward = Giv den scannede adresses parametre videre
target-title = Titel
target-body = Brødtekst
    .hint = Markdown: en tom linje begynder et afsnit, # en overskrift, - en liste.
target-label = Linkets tekst
target-label-in = Teksten ({ $value })
target-link = Link under teksten
target-heading = Overskrift ({ $value })
target-item = Valg { $value }
target-another = Endnu et sprog
    .hint = Som forkortelse: nl, fr, tr, ar …
    .act = Tilføj sproget
target-language =
    .drop = Fjern sproget

## Regler

rule-sentence = Vis { $value } til { $name }
rule-show = Vis
rule-to = til
rule-whom = Hvem
rule-number = Regel { $value }
rule-up = Op
rule-down = Ned
rule-drop = Fjern
rule-add = Tilføj en regel
rules-edit = Ændr reglerne
rules-save = Gem reglerne
rules-lead = Den første regel, der gælder, vinder. Træk en regel i dens nummer, eller flyt den med knapperne.
whom-own = dem, der …
whom-audience = målgruppen { $name }
whom-those = dem, der { $value }
done-rules = Reglerne er gemt.
word-and = og
word-or = eller
those-language = helst læser { $value }
those-platform = har en enhed som { $value }
those-between = kommer fra { $value } til { $name }
those-from = kommer fra og med { $value }
those-until = kommer før { $value }
those-weekly = kommer { $name }, { $value }
those-network = er i netværket { $value }
those-query = kommer med { $name }={ $value } i adressen
those-header = sender { $name }: { $value }
those-signed-in = er logget ind som personale
those-not-signed-in = ikke er logget ind som personale
those-signed-in-role = er logget ind som { $value }
those-signed-in-unit = er logget ind for enheden { $value }
those-country = er i { $value }
those-percentage = hører til { $value } af 100
those-not = ikke hører til dem, der { $value }
condition-kind = Hvem
condition-all = Alt dette
condition-any = Mindst et af disse
condition-not = Intet af dette
condition-language = Sprog
    .label = Hvilke sprog
    .hint = Som forkortelser med komma imellem: nl, fr
condition-platform = Enhedstype
    .label = Enheder
condition-weekly = Ugens timer
    .days = Dage
    .from = Fra
    .until = Til
    .hint = Fx 08:00; dagens slutning er 24:00
    .zone = Tidszone
time-zone = Efter uret i { $value }
condition-between = En periode
    .from = Fra
    .until = Til
condition-network = Netværk
    .label = Hvilke netværk
    .hint = Fx 10.0.0.0/8
condition-query = Del af adressen
    .name = Navn
    .equals = Værdi
condition-header = Header i forespørgslen
    .name = Navn
    .equals = Værdi
condition-signed_in = Logget ind
    .label = Logget ind som personale
    .role = I denne rolle
condition-country = Land
    .label = Lande
    .hint = To bogstaver hver: BE, NL
condition-percentage = En andel
    .label = Af 100 besøgende
    .hint = De samme besøgende hele dagen
condition-part =
    .add = Tilføj en betingelse
    .drop = Fjern dette
signed-in-true = Ja
signed-in-false = Nej
day-mon = mandag
day-tue = tirsdag
day-wed = onsdag
day-thu = torsdag
day-fri = fredag
day-sat = lørdag
day-sun = søndag
language-nl = nederlandsk
language-fr = fransk
language-en = engelsk
language-de = tysk
language-sv = svensk
language-da = dansk
language-tr = tyrkisk
language-ar = arabisk
language-es = spansk
language-pl = polsk

## Prøv som

try = Prøv som besøgende
    .act = Prøv
    .hint = Intet registreres. Det, du har ændret uden at gemme, tæller allerede her.
try-any = Alle
try-language = Sprog
try-platform = Enhedstype
try-at = Hvornår
try-network = Netværksadresse
try-query = Del af adressen
    .hint = Fx app=museum
try-signed-in = Logget ind som personale
try-unit =
    .hint = Tæller sammen med en rolle.
tried = Hvad besøgende ville få
tried-now = Hvad besøgende får lige nu
tried-who = Hvem
tried-gets = Får
tried-because = Fordi
tried-won = afgør
tried-held = gælder også
tried-not-held = gælder ikke
tried-true = Ja:
tried-false = Nej:
tried-rule = Regel { $value }: { $name }
tried-no-audience = Den målgruppe findes ikke mere.
tried-incomplete = Nogle regler er ikke færdige endnu. Så snart de er det, ser du her, hvem der får hvad.
tried-unassigned = en side, der siger: ikke i brug endnu
tried-suspended = en side, der siger: ikke i brug lige nu
tried-retired = en side, der siger: ikke i brug mere
tried-successor = dér, hvor { $value } fører hen
because-rule = regel { $value }
because-default = ingen regel gælder
because-status = dens tilstand

## En kode

code-title = Koden { $value }
tabs = Om koden
tab-overview = Overblik
tab-rules = Regler
tab-history = Historik
leads-to = Hvor den fører hen
leads-everybody = Alle får { $value }.
leads-others = Alle andre får { $value }.
leads-suspended = Den er sat på pause: besøgende ser, at den ikke er i brug lige nu.
leads-retired = Den er ude af brug, og det for altid.
picture = Billede
picture-alt = QR-symbol for { $value }
picture-download = hent
about = Om den
act-suspend = Sæt { $value } på pause
    .lead = Besøgende vil se, at den ikke er i brug lige nu. Den kan genoptages når som helst.
    .act = Sæt på pause
act-resume = Genoptag { $value }
    .lead = Den gør igen, hvad den gjorde før.
    .act = Genoptag
act-retire = Tag { $value } ud af brug
    .lead = Dette er for altid: sådan en kode kommer aldrig tilbage. Besøgende ser, at den ikke er i brug mere, eller får det, som afløseren fører til.
    .act = Tag ud af brug
act-transfer = Giv { $value } til en anden enhed
    .lead = Den nye enhed skal tillade de websteder, som koden fører til.
    .act = Giv til en anden enhed
successor = Afløser
    .hint = En anden kode, eller ingenting
transfer-unit =
    .hint = Enhedens navn; tomt tager koden fra dens enhed.
done-suspended = Koden er sat på pause.
done-resumed = Koden er i brug igen.
done-retired = Koden er taget ud af brug.
done-transferred = Koden hører til en anden enhed nu.
aliases = Id’er, der fører til { $value }
    .lead = Det, der allerede hænger i gaden og skal føre hertil: et UUID, en ældre slug. Det tages for altid, og ingen kode kan nogensinde få det.
    .act = Tilføj
    .link = Tilføj id’er
aliases-new = Flere id’er
    .hint = Ét pr. linje, eller med kommaer imellem.
done-aliases =
    { $value ->
        [one] Ét id fører nu hertil.
       *[other] { $value } id’er fører nu hertil.
    }
field-aliases = Fører også hertil
field-printed = Som trykt

## Historik

history-at = Hvad var den på dette tidspunkt?
    .act = Se
history-then = Den { $value }
history-version = beslutning { $value }
history-proposer = foreslået af { $name }
restore = Gendan dette
    .hint = Tilstand, mål og regler bliver, hvad de var efter denne beslutning. Intet går tabt: det er en ny beslutning.
    .act = Gendan
done-restored = Koden gør igen, hvad den gjorde dengang.
changed-from-to = { $name }: fra { $unit } til { $value }
changed-nothing = ingenting
changed-approval-on = Ændringer skal nu godkendes af en anden person.
changed-approval-off = Ændringer gælder nu uden godkendelse.
changed-rule-new = Regel { $name } er ny: { $value }
changed-rule-gone = Regel { $name } er væk: { $value }
changed-rule = Regel { $name } var: { $unit }. Nu er den: { $value }
changed-rule-moved = Regel { $name } blev flyttet til plads { $value }

## Statistik

tab-statistics = Statistik
period = Tidsrum
period-day = 24 timer
period-week = 7 dage
period-month = 30 dage
period-year = Et år
period-own = Fra en dag til en anden
period-from = Fra
period-until = Til og med
bucket = Opdelt efter
bucket-any = Det, der passer
bucket-hour = Time
bucket-day = Dag
bucket-month = Måned
statistics-act = Tæl
statistics-scans = Scanninger
statistics-visitors = Besøgende
statistics-robots = Af robotter
statistics-people = Af mennesker
statistics-chart = Scanninger over tid
statistics-says =
    { $value ->
        [one] { $value } scanning
       *[other] { $value } scanninger
    }, { $name } besøgende, { $unit } af robotter
statistics-table = Det samme som tabel
statistics-start = Begyndelse
statistics-nothing = Intet blev talt.
statistics-more = Og { $value } mere, i CSV-filen
statistics-choices = Hvad der blev valgt i menuen
statistics-choice = Valg { $value }
statistics-unknown = ukendt
by-outcome = Hvad de fik
by-audience = På grund af
by-platform = Enhedstype
by-language = Sprog
outcome-redirected = Sendt videre
outcome-page = En side
outcome-menu = En menu
outcome-json = Data, til et program
outcome-unassigned = Ikke i brug endnu
outcome-suspended = Ikke i brug lige nu
outcome-retired = Ikke i brug mere
outcome-unknown = Ingen sådan kode

## Mange koder på én gang

changes-tick = Vælg
changes-tick-one = Vælg { $value }
changes-ticked = Ændr de valgte …
changes-all = Ændr alle, der passer …
changes-title = Ændr flere koder
changes-lead = { $value ->
    [one] Hvad skal ændres ved den kode, du valgte? Du ser det, før det sker.
   *[other] Hvad skal ændres ved de { $value } koder, du valgte? Du ser det, før det sker.
}
changes-chose-none = Du har ikke valgt nogen kode. Gå tilbage og sæt kryds ved nogle, eller vælg alle, der passer til din søgning.
changes-lead-all = Hvad skal ændres ved alle koder, der passer til din søgning? Du ser det, før det sker.
changes-preview = Se det først
changes-preview-title = Dette ville ske
changes-reverse-title = Tag en ændring tilbage
changes-codes = Koder, der ville blive ændret
changes-unchanged = Er sådan allerede
changes-left-out = Udeladt
changes-approval = { $value ->
    [one] En af dem skal godkendes af en anden person. Derfor bliver alt dette ét forslag.
   *[other] { $value } af dem skal godkendes af en anden person. Derfor bliver alt dette ét forslag.
}
changes-samples = De første af dem
changes-refused = Disse kan ikke ændres sådan
changes-leave-out = Udelad dem, der ikke kan ændres sådan
changes-make = { $value ->
    [one] Ændr én kode
   *[other] Ændr { $value } koder
}
changes-reverse = Tag den tilbage
changes-back = Gå tilbage
change-kind = Hvad der ændres
change-move_host = Flyt adresser fra et websted til et andet
change-retarget = Hvor de fører hen
change-retarget_to_pattern = Hvor de fører hen, efter et mønster
change-suspend = Sæt på pause
change-resume = Genoptag
change-retire = Tag ud af brug for altid
change-transfer = Giv til en enhed
change-add_tag = Tilføj et nøgleord
change-remove_tag = Fjern et nøgleord
change-from = Fra websted
    .hint = Fx gammel.example.org
change-to = Til websted
change-url = Mønster
    .hint = En adresse med plads til {"{id}"}, {"{unit}"} eller {"{number}"}
change-title = En ændring af flere koder
change-progress = Vises snart overalt
    .again = Se igen
change-codes = Ændrede koder
change-who = Af
change-when = Tid
change-reversed = Taget tilbage af
change-told-reverse = Tog ændringen { $value } tilbage
change-told-import = { $value ->
    [one] Indlæste en tabel med én række
   *[other] Indlæste en tabel med { $value } rækker
}
change-told-move = Flyttede adresser fra { $name } til { $value }
change-told-retarget = Fører til { $value } nu
change-told-retire = Taget ud af brug, med denne afløser: { $value }
change-told-transfer = Givet til enheden: { $value }
change-told-add-tag = Nøgleord tilføjet: { $value }
change-told-remove-tag = Nøgleord fjernet: { $value }
because-changed-since = Noget er besluttet om den siden
because-forbidden = Du må ikke ændre den
because-retired = Den er ude af brug
because-not-allowed = Det er ikke tilladt dér
because-minted = Den blev oprettet af det, der tages tilbage, og en kode er for altid
done-changed = { $value ->
    [one] Én kode er ændret.
   *[other] { $value } koder er ændret.
}
wrong-not-all = Nogle af koderne kan ikke ændres sådan, og intet blev ændret. Sæt kryds ved, at de skal udelades, eller vælg andre.
wrong-nothing = Intet ville blive ændret, så intet blev gjort.
wrong-outdated = Noget blev ændret, siden du så på det. Intet blev gjort; dette ville ske nu.

## Startsiden

start-now = Scanninger denne time
start-day = De seneste 24 timer
start-month = De seneste 30 dage
start-visitors = Besøgende på 30 dage
start-chart = De seneste 30 dages scanninger
start-more = Mere
start-top = Mest scannede på 7 dage
start-incomplete = Ikke alt blev gennemset: der var for meget.
start-care = Hvad der trænger til omsorg
start-unassigned = Scannes, og fører ingen steder hen endnu
start-unknown = Scannes, og ingen kode hedder sådan
start-suspended = Koder på pause
start-dead = Fører hen, hvor ingen svarer
start-none = Ingen.
start-scans = { $value ->
    [one] én scanning
   *[other] { $value } scanninger
}
start-all = Alle disse
start-year = Hent et års scanninger pr. dag (CSV)
