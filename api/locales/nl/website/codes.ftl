# Codes, één voor één en als lijst: waarheen ze leiden, voor wie, wat ermee gebeurde, en hoe vaak ze gescand worden.

section-codes = Codes
section-statistics = Statistieken

## Formulieren

save = Bewaren
cancel = Annuleren
reason = Waarom
    .hint = Voor de geschiedenis; wie ze over tien jaar leest, zal u dankbaar zijn.
show-fields = Toon de velden
wrong-question = Hierop is geen antwoord. Kijk even naar:
wrong-fields = Dit is niet bewaard. Kijk even naar:
wrong-version = Iemand anders veranderde deze code terwijl u ermee bezig was. Er is niets bewaard. Open de code in een ander tabblad, kijk wat er veranderd is, en begin opnieuw.
pages = Bladzijden
pages-first = Eerste bladzijde
pages-next = Volgende bladzijde
pages-newest = Nieuwste
pages-older = Oudere

## Wat van een code bekend is

field-code = Code
field-label = Naam
field-status = Toestand
field-target = Leidt naar
field-unit = Dienst
field-tag = Trefwoord
field-tags = Trefwoorden
field-host = Website
field-batch = Reeks
field-asset = Voorwerp
field-minted = Gemaakt
field-changed = Veranderd
field-successor = Opvolger
standing-active = In gebruik
standing-unassigned = Leidt nog nergens heen
standing-suspended = Opgeschort
standing-retired = Buiten gebruik

## De lijst

search-q = Zoek een code
    .hint = Een deel van code, naam, trefwoorden, voorwerp of adres
search-act = Zoeken
search-clear = Wissen
search-any = Alle
search-none = Geen enkele code past. Laat een woord weg, of kies een andere filter.
search-found = { $value ->
    [one] Eén code op deze bladzijde
   *[other] { $value } codes op deze bladzijde
}
search-rules = { $value ->
    [one] één regel
   *[other] { $value } regels
}

## Maken

mint = Nieuwe code
    .lead = Alles mag open blijven: een code kan gedrukt worden lang voor iemand weet waarvoor.
    .act = Maak deze code
mint-id =
    .hint = Laat dit leeg, en er wordt een vrije code van acht tekens getrokken. Ze kan nooit veranderd worden.
mint-unit =
    .hint = De dienst waarvan ze is.
done-minted = Code { $value } is gemaakt.

## Beschrijven

describe = { $value } beschrijven
    .link = Beschrijven
label =
    .hint = Een naam voor mensen, zoals “Bank bij de vijver”.
tags =
    .hint = Woorden om ze terug te vinden, met komma's ertussen.
asset-reference = Nummer in het register
asset-description = Waarop ze hangt
asset-address = Waar: adres of aanwijzing
asset-latitude = Graden noorderbreedte
asset-longitude = Graden oosterlengte
done-described = De beschrijving is bewaard.

## Doelen

retarget = Waarheen { $value } leidt
    .lead = Wat iedereen krijgt voor wie geen regel geldt.
    .link = Verander waarheen ze leidt
done-retargeted = De code leidt nu ergens anders heen.
proposal-waits-here = Een wijziging ervan wacht op goedkeuring
done-proposed = Dit is voorgesteld. Het geldt zodra iemand anders het goedkeurt.
target-none = nog niets
target-redirect-query = { $value } met de zoekopdracht van de scan
target-page = de pagina “{ $value }”
target-menu = een menu met { $value }
target-kind = Wat
target-kind-none = Nog niets
target-kind-redirect = Een adres
target-kind-page = Een pagina van ons
target-kind-menu = Een menu
target-url = Adres
target-forward = Geef de zoekopdracht van het gescande adres door
target-title = Titel
target-body = Tekst
    .hint = Markdown: een lege regel begint een alinea, # een kop, - een lijst.
target-label = Tekst van de link
target-label-in = Tekst ({ $value })
target-link = Link onder de tekst
target-heading = Opschrift ({ $value })
target-item = Keuze { $value }
target-another = Nog een taal
    .hint = Als afkorting: nl, fr, tr, ar …
    .act = Voeg deze taal toe
target-language =
    .drop = Neem deze taal weg

## Regels

rule-sentence = Toon { $value } aan { $name }
rule-show = Toon
rule-to = aan
rule-whom = Wie
rule-number = Regel { $value }
rule-up = Omhoog
rule-down = Omlaag
rule-drop = Wegnemen
rule-add = Voeg een regel toe
rules-edit = Verander de regels
rules-save = Bewaar de regels
rules-lead = De eerste regel die geldt, wint. Sleep een regel bij zijn nummer, of verplaats hem met zijn knoppen.
whom-own = wie …
whom-audience = de doelgroep { $name }
whom-those = wie { $value }
done-rules = De regels zijn bewaard.
word-and = en
word-or = of
those-language = het liefst { $value } leest
those-platform = een toestel heeft als { $value }
those-between = komt van { $value } tot { $name }
those-from = komt vanaf { $value }
those-until = komt voor { $value }
those-weekly = komt op { $name }, { $value }
those-network = in het netwerk { $value } zit
those-query = komt met { $name }={ $value } in het adres
those-header = { $name }: { $value } meestuurt
those-signed-in = aangemeld is als personeel
those-not-signed-in = niet aangemeld is als personeel
those-signed-in-role = aangemeld is als { $value }
those-signed-in-unit = aangemeld is voor de dienst { $value }
those-country = in { $value } is
those-percentage = bij de { $value } van de 100 hoort
those-not = niet hoort bij wie { $value }
condition-kind = Wie
condition-all = Dit alles
condition-any = Minstens een hiervan
condition-not = Niets hiervan
condition-language = Taal
    .label = Talen
    .hint = Als afkortingen met komma's ertussen: nl, fr
condition-platform = Toestel
    .label = Toestellen
condition-weekly = Uren van de week
    .days = Dagen
    .from = Vanaf
    .until = Tot
    .hint = Zoals 08:00; het einde van de dag is 24:00
    .zone = Tijdzone
time-zone = Volgens de klok van { $value }
condition-between = Een periode
    .from = Vanaf
    .until = Tot
condition-network = Netwerk
    .label = Netwerken
    .hint = Zoals 10.0.0.0/8
condition-query = Deel van het adres
    .name = Naam
    .equals = Waarde
condition-header = Header van de aanvraag
    .name = Naam
    .equals = Waarde
condition-signed_in = Aangemeld
    .label = Aangemeld als personeel
    .role = In deze rol
condition-country = Land
    .label = Landen
    .hint = Telkens twee letters: BE, NL
condition-percentage = Een deel
    .label = Van 100 bezoekers
    .hint = Een hele dag lang dezelfde bezoekers
condition-part =
    .add = Voeg een voorwaarde toe
    .drop = Neem dit weg
signed-in-true = Ja
signed-in-false = Nee
day-mon = maandag
day-tue = dinsdag
day-wed = woensdag
day-thu = donderdag
day-fri = vrijdag
day-sat = zaterdag
day-sun = zondag
language-nl = Nederlands
language-fr = Frans
language-en = Engels
language-de = Duits
language-sv = Zweeds
language-da = Deens
language-tr = Turks
language-ar = Arabisch
language-es = Spaans
language-pl = Pools

## Proberen als

try = Probeer als bezoeker
    .act = Probeer
    .hint = Er wordt niets geregistreerd. Wat u veranderde en niet bewaarde, telt hier al mee.
try-any = Alle
try-language = Taal
try-platform = Toestel
try-at = Wanneer
try-network = Netwerkadres
try-query = Deel van het adres
    .hint = Zoals app=museum
try-signed-in = Aangemeld als personeel
try-unit =
    .hint = Telt samen met een rol.
tried = Wat bezoekers zouden krijgen
tried-now = Wat bezoekers nu krijgen
tried-who = Wie
tried-gets = Krijgt
tried-because = Want
tried-won = beslist
tried-held = geldt ook
tried-not-held = geldt niet
tried-true = Ja:
tried-false = Nee:
tried-rule = Regel { $value }: { $name }
tried-no-audience = Deze doelgroep is er niet meer.
tried-incomplete = Sommige regels zijn nog niet volledig. Zodra ze dat zijn, ziet u hier wie wat krijgt.
tried-unassigned = een pagina die zegt: nog niet in gebruik
tried-suspended = een pagina die zegt: nu niet in gebruik
tried-retired = een pagina die zegt: niet meer in gebruik
tried-successor = waarheen { $value } leidt
because-rule = regel { $value }
because-default = geen regel geldt
because-status = haar toestand

## Een code

code-title = Code { $value } bekijken
tabs = Over deze code
tab-overview = Overzicht
tab-rules = Regels
tab-history = Geschiedenis
leads-to = Waarheen ze leidt
leads-everybody = Iedereen krijgt { $value }.
leads-others = Alle anderen krijgen { $value }.
leads-suspended = Ze is opgeschort: bezoekers zien dat ze nu niet in gebruik is.
leads-retired = Ze is buiten gebruik, en dat is voorgoed.
picture = Afbeelding
picture-alt = QR-symbool van { $value }
picture-download = downloaden
about = Over deze code
act-suspend = { $value } opschorten
    .lead = Bezoekers zullen zien dat ze nu niet in gebruik is. Ze kan altijd hervat worden.
    .act = Opschorten
act-resume = { $value } hervatten
    .lead = Ze zal weer doen wat ze tevoren deed.
    .act = Hervatten
act-retire = { $value } buiten gebruik stellen
    .lead = Dit is voorgoed: zo'n code komt nooit terug. Bezoekers zien dat ze niet meer in gebruik is, of krijgen waarheen haar opvolger leidt.
    .act = Buiten gebruik stellen
act-transfer = { $value } aan een andere dienst geven
    .lead = De nieuwe dienst moet de websites toestaan waarheen de code leidt.
    .act = Aan een andere dienst geven
successor = Opvolger
    .hint = De code die het overneemt, of niets
transfer-unit =
    .hint = De naam van de dienst; leeg neemt de code van haar dienst af.
done-suspended = De code is opgeschort.
done-resumed = De code is weer in gebruik.
done-retired = De code is buiten gebruik gesteld.
done-transferred = De code hoort nu bij een andere dienst.
aliases = Id’s die naar { $value } leiden
    .lead = Wat al in de straat hangt en hierheen moet leiden: een UUID, een oudere slug. Het wordt voorgoed vastgelegd, en geen code kan het ooit nog krijgen.
    .act = Toevoegen
    .link = Id’s toevoegen
aliases-new = Meer id’s
    .hint = Eén per regel, of met komma’s ertussen.
done-aliases =
    { $value ->
        [one] Eén id leidt nu hierheen.
       *[other] { $value } id’s leiden nu hierheen.
    }
field-aliases = Leidt ook hierheen
field-printed = Zoals gedrukt

## Geschiedenis

history-at = Wat was ze op dit tijdstip?
    .act = Kijk
history-then = Op { $value }
history-version = beslissing { $value }
history-proposer = voorgesteld door { $name }
restore = Herstel dit
    .hint = Toestand, doel en regels worden wat ze na deze beslissing waren. Er gaat niets verloren: het is een nieuwe beslissing.
    .act = Herstellen
done-restored = De code doet weer wat ze toen deed.
changed-from-to = { $name }: van { $unit } naar { $value }
changed-nothing = niets
changed-approval-on = Veranderingen moeten nu door iemand anders goedgekeurd worden.
changed-approval-off = Veranderingen gelden nu zonder goedkeuring.
changed-rule-new = Regel { $name } is nieuw: { $value }
changed-rule-gone = Regel { $name } is weg: { $value }
changed-rule = Regel { $name } was: { $unit }. Nu is hij: { $value }
changed-rule-moved = Regel { $name } ging naar plaats { $value }

## Statistieken

tab-statistics = Statistieken
period = Periode
period-day = 24 uur
period-week = 7 dagen
period-month = 30 dagen
period-year = Een jaar
period-own = Van een dag tot een andere
period-from = Vanaf
period-until = Tot en met
bucket = Verdeeld per
bucket-any = Wat past
bucket-hour = Uur
bucket-day = Dag
bucket-month = Maand
statistics-act = Tel
statistics-scans = Aantal scans
statistics-visitors = Bezoekers
statistics-robots = Door robots
statistics-people = Door mensen
statistics-chart = Scans in de tijd
statistics-says =
    { $value ->
        [one] { $value } scan
       *[other] { $value } scans
    }, { $name ->
        [one] { $name } bezoeker
       *[other] { $name } bezoekers
    }, { $unit } door robots
statistics-table = Hetzelfde als tabel
statistics-start = Begin
statistics-nothing = Er is niets geteld.
statistics-more = En nog { $value }, in de CSV
statistics-choices = Wat in het menu gekozen werd
statistics-choice = Keuze { $value }
statistics-unknown = niet bekend
by-outcome = Wat ze kregen
by-audience = Op grond van
by-platform = Toestel
by-language = Taal
outcome-redirected = Doorgestuurd
outcome-page = Een pagina
outcome-menu = Een menu
outcome-json = Gegevens, voor een programma
outcome-unassigned = Nog niet in gebruik
outcome-suspended = Nu niet in gebruik
outcome-retired = Niet meer in gebruik
outcome-unknown = Zo'n code is er niet

## Veel codes tegelijk

changes-tick = Kies
changes-tick-one = Kies { $value }
changes-ticked = Verander de gekozen codes …
changes-all = Verander alle die passen …
changes-title = Verander meerdere codes
changes-lead = { $value ->
    [one] Wat moet er veranderen aan de code die u koos? U ziet het voor het gebeurt.
   *[other] Wat moet er veranderen aan de { $value } codes die u koos? U ziet het voor het gebeurt.
}
changes-chose-none = U koos geen enkele code. Ga terug en vink er enkele aan, of kies alles wat bij uw zoekopdracht past.
changes-lead-all = Wat moet er veranderen aan alle codes die bij uw zoekopdracht passen? U ziet het voor het gebeurt.
changes-preview = Bekijk het eerst
changes-preview-title = Dit zou gebeuren
changes-reverse-title = Een verandering terugnemen
changes-codes = Codes die zouden veranderen
changes-unchanged = Al zo
changes-left-out = Weggelaten
changes-approval = { $value ->
    [one] Eén ervan moet door iemand anders goedgekeurd worden. Daarom wordt dit alles één voorstel.
   *[other] { $value } ervan moeten door iemand anders goedgekeurd worden. Daarom wordt dit alles één voorstel.
}
changes-samples = De eerste ervan
changes-refused = Deze kunnen niet zo veranderd worden
changes-leave-out = Laat weg wat niet zo veranderd kan worden
changes-make = { $value ->
    [one] Verander één code
   *[other] Verander { $value } codes
}
changes-reverse = Neem het terug
changes-back = Ga terug
change-kind = Wat er verandert
change-move_host = Verhuis adressen van een website naar een andere
change-retarget = Waarheen ze leiden
change-retarget_to_pattern = Waarheen ze leiden, volgens een patroon
change-suspend = Schort op
change-resume = Hervat
change-retire = Stel voorgoed buiten gebruik
change-transfer = Geef aan een dienst
change-add_tag = Voeg een trefwoord toe
change-remove_tag = Neem een trefwoord weg
change-from = Van website
    .hint = Zoals oud.example.org
change-to = Naar website
change-url = Patroon
    .hint = Een adres met plaatsen voor {"{id}"}, {"{unit}"} of {"{number}"}
change-title = Een verandering van meerdere codes
change-progress = Wordt overal getoond
    .again = Kijk opnieuw
change-codes = Veranderde codes
change-who = Door
change-when = Op
change-reversed = Teruggenomen door
change-told-reverse = Nam de verandering { $value } terug
change-told-import = { $value ->
    [one] Tabel met één rij ingelezen
   *[other] Tabel met { $value } rijen ingelezen
}
change-told-move = Verhuisde adressen van { $name } naar { $value }
change-told-retarget = Leidt nu naar { $value }
change-told-retire = Buiten gebruik gesteld, met deze opvolger: { $value }
change-told-transfer = Gegeven aan de dienst: { $value }
change-told-add-tag = Trefwoord toegevoegd: { $value }
change-told-remove-tag = Trefwoord weggenomen: { $value }
because-changed-since = Er is sindsdien iets over beslist
because-forbidden = U mag ze niet veranderen
because-retired = Ze is buiten gebruik
because-not-allowed = Het is daar niet toegestaan
because-minted = Ze is met deze wijziging gemaakt, en een code is voor altijd
done-changed = { $value ->
    [one] Eén code is veranderd.
   *[other] { $value } codes zijn veranderd.
}
wrong-not-all = Sommige van deze codes kunnen niet zo veranderd worden, en er is niets veranderd. Vink aan dat ze weggelaten worden, of kies andere.
wrong-nothing = Er zou niets veranderen, dus is er niets gedaan.
wrong-outdated = Er veranderde iets sinds u keek. Er is niets gedaan; dit zou er nu gebeuren.

## De startpagina

start-now = Scans dit uur
start-day = In de laatste 24 uur
start-month = In de laatste 30 dagen
start-visitors = Bezoekers in 30 dagen
start-chart = Scans van de laatste 30 dagen
start-more = Meer
start-top = Meest gescand in 7 dagen
start-incomplete = Niet alles is bekeken: er was te veel.
start-care = Wat zorg vraagt
start-unassigned = Gescand, en leidt nog nergens heen
start-unknown = Gescand, en zo'n code is er niet
start-suspended = Opgeschorte codes
start-dead = Leiden naar waar niemand antwoordt
start-none = Geen.
start-scans = { $value ->
    [one] één scan
   *[other] { $value } keer gescand
}
start-all = Allemaal
start-year = Download een jaar scans per dag (CSV)
