# What belongs to the whole city: batches, audiences, units, changes of many codes, decisions, proposals, seals.

## Udseender

section-designs = Udseender
    .lead = Hvordan koder ser ud på tryk. Et udseende prøves, før det gælder: det, en telefon ikke ville kunne læse, afvises.
    .new = Tegn et udseende
    .none = Der er ingen udseender endnu.
    .next = Flere udseender
design = Nyt udseende
design-name = Navn
    .hint = Det, der trykkes med: bogstaver, tal, - og _. Det bliver, som det er.
design-label = Hvad det hedder
design-unit = Hører til
    .city = hele byen
design-dark = Mørk farve
design-light = Lys farve
design-shape = Form
shape-square = Kvadrater
shape-rounded = Afrundet
shape-dots = Prikker
design-level = Fejlkorrektion
    .best = så meget, der er plads til
design-margin = Stille zone, i moduler
design-size = Mindste bredde på tryk, i millimeter
    .hint = Det prøves i denne størrelse og trykkes ikke mindre.
design-logo = Logo, som SVG
    .hint = Udfyldte former i ensfarvede flader. Lav først tekst og linjer om til kurver. Programmer kan sende en PNG gennem API’et.
design-share = Logoets bredde, i procent af symbolet
design-frame = Rammens tykkelse, i moduler; 0 for ingen
design-corner = Hjørnernes radius, i moduler
design-caption = Tekst nedenunder
    .hint = Højst fire linjer. {"{id}"}, {"{label}"} og {"{unit}"} udfyldes for hver kode.
design-reason = Hvorfor, til historikken
design-keep = Gem
design-look = Se efter
    .title = Sådan ser det ud
    .alt = Et symbol med dette udseende
    .read = Det blev læst i sin størrelse på tryk, sløret, på skrå og i dårligt lys.
    .refused = Sådan kan det ikke bruges:
    .none = Udfyld formularen, og se efter.
design-pin = For at trykke præcis dette igen, kald det { $pin }.
design-withdraw = Træk tilbage
done-design = Udseendet { $value } er gemt.
done-design-withdrawn = Udseendet { $value } er trukket tilbage. Det, der blev trykt med det, kan trykkes igen.

## Sections

section-batches = Serier
section-changes = Ændringer af mange
section-units = Enheder
section-people = Personer
section-tokens = Nøgler
section-proposals = Forslag
section-decisions = Beslutninger
section-seals = Segl
section-work = Arbejde

## Lists

list-search = Søg
list-all = Vis alle
list-any = Alle
list-parts = Dele af listen
list-first = Første del
list-next = Næste del
known-as = Kendt i historikken som
last-changed = Sidst ændret
its-decisions = Hvad der blev besluttet om den

## Roles

grants = Roller
    .hint = Sæt kryds ved alt, hvad der er brug for. En rolle i en enhed gælder kun enhedens koder.
change-grants = Ændr rollerne
done-grants = Rollerne er ændret.
secret-noted = Jeg har noteret det

## Tokens

tokens-lead = På disse genkendes programmer, og personer som kalder API'et.
tokens-none = Der er ingen nøgler.
token-of = Indehaves af
token-state = Tilstand
token-active = Gælder
token-expired = Udløbet
token-revoked = Tilbagekaldt
token-used = Sidst brugt
token-unused = Aldrig nogensinde
token-expires = Gælder indtil
    .hint = Til slutningen af den dag; tomt: indtil den tilbagekaldes.
token-endless = Indtil den tilbagekaldes
token-issued = Udstedt
token-title = Nøgle til { $value }
token-new = Udsted en nøgle
    .lead = Den vises én gang, på næste side, og gemmes intet sted.
    .act = Udsted den
token-name =
    .hint = En person eller en tjeneste. Nøgler og konti med samme navn er den samme persons.
token-secret = Nøglen
    .lead = Kopiér den nu: ingen kan vise den igen.
    .label = Sendes som bearer-token
token-grants = Hvad nøglen til { $value } er til
token-revoke = Tilbagekald den
token-revoke-this = Tilbagekald nøglen til { $value }
    .lead = Det, der bruger den, stopper straks, og den gælder aldrig igen.
done-revoked = Nøglen er tilbagekaldt.

## People

people-lead = Hvem der må logge ind, og hvad enhver må.
people-none = Der er ingen endnu.
person-name = Navn
    .hint = Gemmes, hvor det kan glemmes, og ikke i nogen historik.
person-login =
    .hint = Det, der skrives ved login, for eksempel en e-mailadresse.
person-account = Logger ind
person-signs-in = Ja
person-does-not = Nej
person-forgotten = Glemt
person-new = Lad nogen logge ind
    .lead = Personen får en første adgangskode, som vises én gang, på næste side.
    .act = Åbn kontoen
person-accounts = Konti
person-accounts-none = Denne person logger ikke ind.
account-open = Åben
account-closed = Lukket
account-opened = Åbnet
account-acts = Hvad der kan gøres
account-grants = Hvad { $value } må
account-password = Giv en anden adgangskode
account-password-new = En anden adgangskode til { $value }
    .lead = Den nuværende ophører straks, og personen logges ud alle steder. Den nye vises én gang, på næste side.
password-secret = Adgangskoden
    .lead = Giv den videre nu: ingen kan vise den igen.
    .label = Til at logge ind med og derefter ændre
account-close = Luk kontoen
account-close-this = Luk kontoen for { $value }
    .lead = Personen logges ud alle steder og logger ikke ind mere. Det besluttede bliver stående med navnet.
done-closed = Kontoen er lukket.
person-forget = Glem denne person
person-forget-this = Glem { $value }
    .lead = Navnet fjernes for altid, nøgler tilbagekaldes og konti lukkes. Det besluttede bliver stående under et id, der intet siger.
    .hint = Til historikken, som intet glemmer: nævn ingen her.
done-forgotten = Personen er glemt.

## Units

units-lead = Enheder, der ejer koder, og hvorhen de må føre.
units-none = Der er ingen enheder endnu.
unit-label = Navn
    .hint = For mennesker, for eksempel »Veje og broer«.
unit-name = Kort navn
    .hint = Små bogstaver, cifre, - og _; kan aldrig ændres.
unit-hosts = Dens koder må føre til
    .hint = Én vært pr. linje: example.org, eller *.example.org for alt derunder. Tomt: overalt.
unit-every-host = alle værter
unit-approval = Godkendelse
    .tick = En anden person skal godkende, hvorhen dens koder fører
    .hint = Det, der sender besøgende andre steder hen, er så et forslag, til nogen godkender det.
unit-approval-required = Af en anden person
unit-approval-not = Ikke nødvendig
unit-new = Opret en enhed
unit-change = Ændr den
unit-change-this = Ændr enheden { $value }
unit-codes = Dens koder
done-founded = Enheden er oprettet.
done-unit = Enheden er ændret.

## Batches

batches-lead = Serier af koder, lavet sammen til tryk.
batches-none = Der er ingen serier endnu.
batch-id = Serien
batch-title = Serien { $value }
batch-count = Antal koder
    .hint = 1 til 1.000.000.
batch-standing = Heraf
batch-active = i brug
batch-unassigned = fører endnu ingen steder hen
batch-suspended = sat på pause
batch-retired = udgået
batch-minted = Lavet
batch-new = Lav en serie
    .lead = Alle koder eller ingen, under ledige id'er. De kan trykkes, længe før nogen ved til hvad.
    .act = Lav dem
batch-first = Den førstes nummer
    .hint = 1, hvis det er tomt.
batch-unit = Enhed
batch-no-unit = Ingen enhed
batch-label = Navn på hver
    .hint = Med pladser at udfylde: { $value }.
batch-tags = Mærker
    .hint = Ord til at finde dem alle, med kommaer imellem.
batch-target = Hvorhen hver fører
    .hint = For eksempel { $value }; tomt: ingen steder endnu.
batch-forward = Send forespørgslen i den scannede adresse med
batch-codes = Vis dens koder
batch-csv = Dens koder som CSV
batch-print = Til tryk
batch-underway = Koderne er lavet og gælder. De er på vej ind i listerne; du kan forlade siden og komme tilbage.
batch-progress = Vises
done-batch = { $value ->
    [one] Én kode er lavet.
   *[other] { $value } koder er lavet.
}
print-labels = Etiketark
    .act = Hent etiketter (PDF)
print-pictures = Billeder
    .act = Hent billeder (ZIP)
print-format = Filformat
print-sheet = Ark
print-caption = Tekst på hver etiket
    .hint = Med { $value }, og | mellem linjer. Tomt: hvad udseendet siger, eller id’et.
print-start = Første etiket på første ark
    .hint = For at bruge et påbegyndt ark.
print-cut-marks = Markér hjørnerne til skæring
print-proof = Kun én prøveside
print-design = Udseende
print-plain = Intet udseende
print-settled = Trykt
print-open = Ikke fastlagt endnu: som den, der trykker, beder om
print-settle = Hvordan den trykkes
    .lead = Fastlæg, hvordan den trykkes. Den, der trykker igen, får præcis det samme, i denne version af udseendet og med de navne, koderne har nu.
    .act = Fastlæg
print-names = Filnavne
    .hint = Med pladser, der udfyldes, såsom { "{number}-{label}" }; id’et, hvis feltet er tomt.
done-print = Det er fastlagt, hvordan serien trykkes.
print-as-of = Navne og enheder
print-as-of-settled = Fra da det blev fastlagt
print-as-of-now = Som de er nu

## Changes of many codes

changes-list = Handlinger på mange koder, hver alt eller intet, og hvor langt de ses.
changes-none = Ingen har ændret mange koder sammen endnu.
change-new = Vælg koder at ændre
change-what = Hvad
change-count = Ændrede koder

## Proposals

proposals-lead = Det, der gælder, når en anden person godkender det.
proposals-none = Intet passer, eller intet er foreslået.
proposal-title = Et forslag
proposal-what = Hvad der ville blive anderledes
proposal-about = Angående
proposal-many = mange koder
proposal-by = Foreslået af
proposal-at = Foreslået
proposal-reason = Fordi
proposal-unit = Godkendes i enhed
proposal-no-unit = i ingen enhed
proposal-open = Venter
proposal-outdated = Forældet
proposal-approved = Godkendt
proposal-rejected = Afvist
proposal-withdrawn = Trukket tilbage
proposal-ended-by = Afsluttet af
proposal-ended-at = Afsluttet
proposal-ended-reason = Med ordene
proposal-change = Blev ændringen
proposal-approve = Godkend
proposal-reject = Afvis
proposal-withdraw = Træk tilbage
proposal-differences = Forskelle
done-approved = Det er godkendt og gælder.
done-rejected = Det er afvist.
done-withdrawn = Det er trukket tilbage.

## Decisions

decisions-lead = Alt, hvad der nogensinde blev besluttet, det seneste først. Alt angivet skal passe.
decisions-none = Ingen beslutning passer.
decision-what = Beslutning
decision-on = Om hvad
decision-who = Af
decision-at = Hvornår
decision-why = Hvorfor
decision-position = Plads
decision-words = Ord i begrundelsen
decision-actor = Af (id)
decision-type = Slags beslutning
decision-code = Kode
decision-unit = Enhed
decision-audience = Målgruppe
decision-host = Førte til denne vært
decision-url = Førte til denne adresse
decision-from = Fra
decision-until = Til
export-csv = Alle disse som CSV
export-jsonl = Alle disse som JSON-linjer

## Seals

seals-lead = Hver beslutning forsegles inden for sekunder. Den, der gemmer et kontrolpunkt, kan senere finde ud af, om noget er ændret siden.
seal-decisions = Antal beslutninger
seal-sealed = Heraf forseglet
seal-checkpoint = Seneste kontrolpunkt
seal-keys = Signaturnøgler
seal-key = Nøgle, den nuværende først
seal-keys-none = Ingen node har en nøgle endnu.
seal-verify = Sådan kontrolleres det
seal-how = Enhver kan gøre det, også med programmer, der ikke er vores:
seal-how-keep = Gem nu og da et kontrolpunkt, hvor byen ikke kan ændre det.
seal-how-key = Få nøglen fra byen ad anden vej, og sammenlign.
seal-how-verify = Lad loggen blive sammenlignet med det på en kopi af data.
seal-how-one = Det, der er bevist om en enkelt kode, står i dens bevisfil, som ikke kræver tillid til nogen.
seal-last = Det seneste kontrolpunkt

## Work

work-lead = Det, der tager lang tid, fortsætter af sig selv: forlad siden, og find det her igen.
work-none = Intet er i gang, og intet er gjort for nylig.
work-what = Opgave
work-progress = Hvor langt
work-done = Færdig
work-shown = { $value } af { $name } vises
work-batch = { $value ->
    [one] En serie på én kode
   *[other] En serie på { $value } koder
}
work-download = Hentning af { $value }
work-sent = { $value } MB indtil nu
work-sent-all = Færdig, { $value } MB
work-sent-part = Afbrudt efter { $value } MB
work-behind = { $value ->
    [one] Én beslutning er på vej ind i listen »{ $name }«
   *[other] { $value } beslutninger er på vej ind i listen »{ $name }«
}
work-list-access = Hvem må hvad
work-list-catalogue = Koder
work-list-history = Historik
work-list-search = Søgning i beslutninger
work-list-proposals = Forslag
work-list-resolver = Hvor koder fører hen
work-list-memory = Hvad denne node ved om koder
work-list-tokens = Hvad denne node ved om konti og tokens
work-here = på denne node
work-elsewhere = på node { $value }
work-nobody = på ingen node lige nu

## Døde links

section-links = Døde links
links-lead = Adresser, som koder fører til, og hvor besøgende intet finder, de seneste først. Hver adresse spørges omkring en gang om dagen.
links-off = Ingen er spurgt endnu: indstillingen check-links slår det til.
links-none = Alle steder, koder fører hen, svarer nogen, så vidt der er spurgt.
link-url = Adresse
link-answer = Hvad det gav
link-since = Siden
link-checked = Sidst spurgt
link-answered = svarer { $value }
link-unreachable = kan ikke nås
link-untrusted = certifikatet er ikke gyldigt
link-silent = svarer ikke
link-astray = omdirigerer uden ende
link-private = ikke spurgt: intet offentligt net
link-dead = Besøgende finder intet på { $name }: { $value }.
link-dead-since = Sådan er det siden { $value }.
link-asked = { $name } – { $value }.
link-asked-at = Spurgt { $value }.
