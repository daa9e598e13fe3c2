# Koder, en och en och som lista: vart de leder, för vem, vad som hände med dem och hur ofta de skannas.

section-codes = Koder
section-statistics = Statistik

## Formulär

save = Spara
cancel = Avbryt
reason = Varför
    .hint = För historiken; den som läser den om tio år kommer att tacka dig.
show-fields = Visa fälten
wrong-question = Det går inte att svara på. Titta på:
wrong-fields = Detta sparades inte. Titta på:
wrong-version = Någon annan ändrade koden medan du arbetade med den. Inget sparades. Öppna den i en annan flik, se vad som ändrades och börja om.
pages = Sidor
pages-first = Första sidan
pages-next = Nästa sida
pages-newest = Nyaste
pages-older = Äldre

## Vad man vet om en kod

field-code = Kod
field-label = Namn
field-status = Läge
field-target = Leder till
field-unit = Enhet
field-tag = Nyckelord
field-tags = Alla nyckelord
field-host = Webbplats
field-batch = Serie
field-asset = Föremål
field-minted = Skapad
field-changed = Ändrad
field-successor = Efterträdare
standing-active = I bruk
standing-unassigned = Leder ingenstans än
standing-suspended = Pausad
standing-retired = Ur bruk

## Listan

search-q = Hitta en kod
    .hint = En del av kod, namn, nyckelord, föremål eller adress
search-act = Sök
search-clear = Rensa
search-any = Alla
search-none = Ingen kod passar. Ta bort ett ord eller välj ett annat filter.
search-found = { $value ->
    [one] En kod på den här sidan
   *[other] { $value } koder på den här sidan
}
search-rules = { $value ->
    [one] en regel
   *[other] { $value } regler
}

## Skapa

mint = Ny kod
    .lead = Allt kan lämnas öppet: en kod kan tryckas långt innan någon vet vad den är till för.
    .act = Skapa koden
mint-id =
    .hint = Lämna tomt, så dras en ledig kod med åtta tecken. Den kan aldrig ändras.
mint-unit =
    .hint = Enheten som äger den.
done-minted = Koden { $value } är skapad.

## Beskriva

describe = Beskriv { $value }
    .link = Beskriv
label =
    .hint = Ett namn för människor, till exempel ”Bänken vid dammen”.
tags =
    .hint = Ord att hitta den med, åtskilda med komma.
asset-reference = Nummer i registret
asset-description = Vad den sitter på
asset-address = Var: adress eller vägbeskrivning
asset-latitude = Grader nord
asset-longitude = Grader öst
done-described = Beskrivningen är sparad.

## Mål

retarget = Vart { $value } leder
    .lead = Vad alla får som ingen regel gäller för.
    .link = Ändra vart den leder
done-retargeted = Koden leder någon annanstans nu.
proposal-waits-here = En ändring av den väntar på godkännande
done-proposed = Detta är föreslaget. Det gäller så snart en annan person godkänner det.
target-none = ingenting än
target-redirect-query = { $value } med skanningens parametrar
target-page = sidan ”{ $value }”
target-menu = en meny med { $value }
target-kind = Vad
target-kind-none = Ingenting än
target-kind-redirect = En adress
target-kind-page = En egen sida
target-kind-menu = En meny
target-url = Adress
target-forward = Skicka vidare den skannade adressens parametrar
target-title = Rubrik
target-body = Brödtext
    .hint = Markdown: en tom rad börjar ett stycke, # en rubrik, - en lista.
target-label = Länkens text
target-label-in = Texten ({ $value })
target-link = Länk under texten
target-heading = Överskrift ({ $value })
target-item = Val { $value }
target-another = Ett språk till
    .hint = Som förkortning: nl, fr, tr, ar …
    .act = Lägg till språket
target-language =
    .drop = Ta bort språket

## Regler

rule-sentence = Visa { $value } för { $name }
rule-show = Visa
rule-to = för
rule-whom = Vilka
rule-number = Regel { $value }
rule-up = Upp
rule-down = Ner
rule-drop = Ta bort
rule-add = Lägg till en regel
rules-edit = Ändra reglerna
rules-save = Spara reglerna
rules-lead = Den första regel som gäller vinner. Dra en regel i dess nummer, eller flytta den med knapparna.
whom-own = dem som …
whom-audience = målgruppen { $name }
whom-those = dem som { $value }
done-rules = Reglerna är sparade.
word-and = och
word-or = eller
those-language = helst läser { $value }
those-platform = har en enhet som { $value }
those-between = kommer från { $value } till { $name }
those-from = kommer från och med { $value }
those-until = kommer före { $value }
those-weekly = kommer på { $name }, { $value }
those-network = är i nätverket { $value }
those-query = kommer med { $name }={ $value } i adressen
those-header = skickar { $name }: { $value }
those-signed-in = är inloggade som personal
those-not-signed-in = inte är inloggade som personal
those-signed-in-role = är inloggade som { $value }
those-signed-in-unit = är inloggade för enheten { $value }
those-country = är i { $value }
those-percentage = hör till { $value } av 100
those-not = inte hör till dem som { $value }
condition-kind = Vilka
condition-all = Allt detta
condition-any = Minst ett av detta
condition-not = Inget av detta
condition-language = Språk
    .label = Vilka språk
    .hint = Som förkortningar med komma emellan: nl, fr
condition-platform = Enhetstyp
    .label = Enheter
condition-weekly = Veckans timmar
    .days = Dagar
    .from = Från
    .until = Till
    .hint = Till exempel 08:00; dagens slut är 24:00
    .zone = Tidszon
time-zone = Enligt klockan i { $value }
condition-between = En period
    .from = Från
    .until = Till
condition-network = Nätverk
    .label = Vilka nätverk
    .hint = Till exempel 10.0.0.0/8
condition-query = Del av adressen
    .name = Namn
    .equals = Värde
condition-header = Huvud i förfrågan
    .name = Namn
    .equals = Värde
condition-signed_in = Inloggad
    .label = Inloggad som personal
    .role = I den här rollen
condition-country = Land
    .label = Länder
    .hint = Två bokstäver var: BE, NL
condition-percentage = En andel
    .label = Av 100 besökare
    .hint = Samma besökare hela dagen
condition-part =
    .add = Lägg till ett villkor
    .drop = Ta bort detta
signed-in-true = Ja
signed-in-false = Nej
day-mon = måndag
day-tue = tisdag
day-wed = onsdag
day-thu = torsdag
day-fri = fredag
day-sat = lördag
day-sun = söndag
language-nl = nederländska
language-fr = franska
language-en = engelska
language-de = tyska
language-sv = svenska
language-da = danska
language-tr = turkiska
language-ar = arabiska
language-es = spanska
language-pl = polska

## Prova som

try = Prova som besökare
    .act = Prova
    .hint = Inget registreras. Det du ändrat utan att spara räknas redan här.
try-any = Alla
try-language = Språk
try-platform = Enhetstyp
try-at = När
try-network = Nätverksadress
try-query = Del av adressen
    .hint = Till exempel app=museum
try-signed-in = Inloggad som personal
try-unit =
    .hint = Räknas tillsammans med en roll.
tried = Vad besökare skulle få
tried-now = Vad besökare får just nu
tried-who = Vem
tried-gets = Får
tried-because = Eftersom
tried-won = avgör
tried-held = gäller också
tried-not-held = gäller inte
tried-true = Ja:
tried-false = Nej:
tried-rule = Regel { $value }: { $name }
tried-no-audience = Den målgruppen finns inte längre.
tried-incomplete = Några regler är inte färdiga än. Så snart de är det ser du här vem som får vad.
tried-unassigned = en sida som säger: inte i bruk än
tried-suspended = en sida som säger: inte i bruk just nu
tried-retired = en sida som säger: inte i bruk längre
tried-successor = dit { $value } leder
because-rule = regel { $value }
because-default = ingen regel gäller
because-status = dess läge

## En kod

code-title = Koden { $value }
tabs = Om koden
tab-overview = Översikt
tab-rules = Regler
tab-history = Historik
leads-to = Vart den leder
leads-everybody = Alla får { $value }.
leads-others = Alla andra får { $value }.
leads-suspended = Den är pausad: besökare ser att den inte är i bruk just nu.
leads-retired = Den är ur bruk, och det för gott.
picture = Bild
picture-alt = QR-symbol för { $value }
picture-download = ladda ner
about = Om den
act-suspend = Pausa { $value }
    .lead = Besökare kommer att se att den inte är i bruk just nu. Den kan återupptas när som helst.
    .act = Pausa
act-resume = Återuppta { $value }
    .lead = Den gör åter vad den gjorde förut.
    .act = Återuppta
act-retire = Ta { $value } ur bruk
    .lead = Detta är för gott: en sådan kod kommer aldrig tillbaka. Besökare ser att den inte är i bruk längre, eller får det som efterträdaren leder till.
    .act = Ta ur bruk
act-transfer = Ge { $value } till en annan enhet
    .lead = Den nya enheten måste tillåta de webbplatser som koden leder till.
    .act = Ge till en annan enhet
successor = Efterträdare
    .hint = En annan kod, eller ingenting
transfer-unit =
    .hint = Enhetens namn; tomt tar koden från dess enhet.
done-suspended = Koden är pausad.
done-resumed = Koden är i bruk igen.
done-retired = Koden är tagen ur bruk.
done-transferred = Koden hör till en annan enhet nu.
aliases = Id:n som leder till { $value }
    .lead = Det som redan hänger på gatan och ska leda hit: ett UUID, en äldre slug. Det tas för alltid, och ingen kod kan någonsin få det.
    .act = Lägg till
    .link = Lägg till id:n
aliases-new = Fler id:n
    .hint = Ett per rad, eller med kommatecken emellan.
done-aliases =
    { $value ->
        [one] Ett id leder nu hit.
       *[other] { $value } id:n leder nu hit.
    }
field-aliases = Leder också hit
field-printed = Som tryckt

## Historik

history-at = Vad var den vid den här tiden?
    .act = Titta
history-then = Den { $value }
history-version = beslut { $value }
history-proposer = föreslaget av { $name }
restore = Återställ detta
    .hint = Läge, mål och regler blir vad de var efter beslutet. Inget går förlorat: det är ett nytt beslut.
    .act = Återställ
done-restored = Koden gör åter vad den gjorde då.
changed-from-to = { $name }: från { $unit } till { $value }
changed-nothing = ingenting
changed-approval-on = Ändringar måste nu godkännas av en annan person.
changed-approval-off = Ändringar gäller nu utan godkännande.
changed-rule-new = Regel { $name } är ny: { $value }
changed-rule-gone = Regel { $name } är borta: { $value }
changed-rule = Regel { $name } var: { $unit }. Nu är den: { $value }
changed-rule-moved = Regel { $name } flyttades till plats { $value }

## Statistik

tab-statistics = Statistik
period = Tidsperiod
period-day = 24 timmar
period-week = 7 dagar
period-month = 30 dagar
period-year = Ett år
period-own = Från en dag till en annan
period-from = Från
period-until = Till och med
bucket = Uppdelat per
bucket-any = Det som passar
bucket-hour = Timme
bucket-day = Dag
bucket-month = Månad
statistics-act = Räkna
statistics-scans = Skanningar
statistics-visitors = Besökare
statistics-robots = Av robotar
statistics-people = Av människor
statistics-chart = Skanningar över tid
statistics-says =
    { $value ->
        [one] { $value } skanning
       *[other] { $value } skanningar
    }, { $name } besökare, { $unit } av robotar
statistics-table = Samma som tabell
statistics-start = Början
statistics-nothing = Inget räknades.
statistics-more = Och { $value } till, i CSV-filen
statistics-choices = Vad som valdes i menyn
statistics-choice = Val { $value }
statistics-unknown = okänt
by-outcome = Vad de fick
by-audience = På grund av
by-platform = Enhetstyp
by-language = Språk
outcome-redirected = Skickade vidare
outcome-page = En sida
outcome-menu = En meny
outcome-json = Data, för ett program
outcome-unassigned = Inte i bruk än
outcome-suspended = Inte i bruk just nu
outcome-retired = Inte i bruk längre
outcome-unknown = Ingen sådan kod

## Många koder på en gång

changes-tick = Välj
changes-tick-one = Välj { $value }
changes-ticked = Ändra de valda …
changes-all = Ändra alla som passar …
changes-title = Ändra flera koder
changes-lead = { $value ->
    [one] Vad ska ändras med koden du valde? Du ser det innan det görs.
   *[other] Vad ska ändras med de { $value } koder du valde? Du ser det innan det görs.
}
changes-chose-none = Du har inte valt någon kod. Gå tillbaka och kryssa för några, eller välj alla som passar din sökning.
changes-lead-all = Vad ska ändras med alla koder som passar din sökning? Du ser det innan det görs.
changes-preview = Titta först
changes-preview-title = Detta skulle göras
changes-reverse-title = Ta tillbaka en ändring
changes-codes = Koder som skulle ändras
changes-unchanged = Redan så
changes-left-out = Utelämnade
changes-approval = { $value ->
    [one] En av dem måste godkännas av en annan person. Därför blir allt detta ett enda förslag.
   *[other] { $value } av dem måste godkännas av en annan person. Därför blir allt detta ett enda förslag.
}
changes-samples = De första av dem
changes-refused = Dessa kan inte ändras så
changes-leave-out = Utelämna dem som inte kan ändras så
changes-make = { $value ->
    [one] Ändra en kod
   *[other] Ändra { $value } koder
}
changes-reverse = Ta tillbaka den
changes-back = Gå tillbaka
change-kind = Vad som ändras
change-move_host = Flytta adresser från en webbplats till en annan
change-retarget = Vart de leder
change-retarget_to_pattern = Vart de leder, enligt ett mönster
change-suspend = Pausa
change-resume = Återuppta
change-retire = Ta ur bruk för gott
change-transfer = Ge till en enhet
change-add_tag = Lägg till ett nyckelord
change-remove_tag = Ta bort ett nyckelord
change-from = Från webbplats
    .hint = Till exempel gammal.example.org
change-to = Till webbplats
change-url = Mönster
    .hint = En adress med plats för {"{id}"}, {"{unit}"} eller {"{number}"}
change-title = En ändring av flera koder
change-progress = Visas snart överallt
    .again = Titta igen
change-codes = Ändrade koder
change-who = Av
change-when = Tid
change-reversed = Tillbakatagen av
change-told-reverse = Tog tillbaka ändringen { $value }
change-told-import = { $value ->
    [one] Läste in en tabell med en rad
   *[other] Läste in en tabell med { $value } rader
}
change-told-move = Flyttade adresser från { $name } till { $value }
change-told-retarget = Leder till { $value } nu
change-told-retire = Tagen ur bruk, med denna efterträdare: { $value }
change-told-transfer = Given till enheten: { $value }
change-told-add-tag = Nyckelord tillagt: { $value }
change-told-remove-tag = Nyckelord borttaget: { $value }
because-changed-since = Något har beslutats om den sedan dess
because-forbidden = Du får inte ändra den
because-retired = Den är ur bruk
because-not-allowed = Det är inte tillåtet där
because-minted = Den skapades av det som tas tillbaka, och en kod är för alltid
done-changed = { $value ->
    [one] En kod är ändrad.
   *[other] { $value } koder är ändrade.
}
wrong-not-all = Några av koderna kan inte ändras så, och inget ändrades. Kryssa för att de ska utelämnas, eller välj andra.
wrong-nothing = Inget skulle ändras, så inget gjordes.
wrong-outdated = Något ändrades sedan du tittade. Inget gjordes; detta skulle göras nu.

## Startsidan

start-now = Skanningar denna timme
start-day = De senaste 24 timmarna
start-month = De senaste 30 dagarna
start-visitors = Besökare på 30 dagar
start-chart = De senaste 30 dagarnas skanningar
start-more = Mer
start-top = Mest skannade på 7 dagar
start-incomplete = Allt granskades inte: det var för mycket.
start-care = Vad som behöver omsorg
start-unassigned = Skannas, och leder ingenstans än
start-unknown = Skannas, och ingen kod heter så
start-suspended = Pausade koder
start-dead = Leder dit ingen svarar
start-none = Inga.
start-scans = { $value ->
    [one] en skanning
   *[other] { $value } skanningar
}
start-all = Alla dessa
start-year = Ladda ner ett års skanningar per dag (CSV)
