# What belongs to the whole city: batches, audiences, units, changes of many codes, decisions, proposals, seals.

## Udseender

section-designs = Udseender
designs = Udseender
    .lead = Hvordan koder ser ud på tryk. Et udseende prøves, før det gælder: det, en telefon ikke ville kunne læse, afvises.
    .new = Tegn et udseende
    .none = Der er ingen udseender endnu.
    .next = Flere udseender
design = Nyt udseende
design-name = Navn
    .hint = Det, der trykkes med: bogstaver, tal, - og _. Det bliver, som det er.
    .taken = Der er allerede et udseende med dette navn.
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
