# Tables that come in, and the catalogue as it goes out.

section-imports = Import og eksport
imports-lead = Tabeller kommer ind og prøves, før noget ændres; kataloget går ud, kan ændres i et regneark og kommer tilbage.
import-new = Importér en tabel
import-file = Regneark
    .hint = CSV eller en Excel-projektmappe (.xlsx). Første række har overskrifterna, som i eksporterne. Hver anden række laver en kode eller ændrer en.
import-more = Flere valg
import-try = Prøv
import-rows = Hvad rækker må
import-rows-both = Lave koder og ændre dem
import-rows-mint = Kun lave koder
import-rows-change = Kun ændre koder
import-rows-new = Lave dem, der mangler, og lade dem være, der findes
import-columns = Kolonner, der hedder noget andet
    .hint = Én pr. linje: eksporternes navn, et kolon og jeres overskrift, for eksempel { $value }.
import-sheet = Ark i projektmappen
    .hint = Det første, hvis feltet er tomt.
export-codes = Kataloget
    .lead = Alle koder. Søg først for at få nogle af dem.
    .xlsx = Til et regneark
    .csv = Til andre programmer
    .jsonl = Med alt, hvad der er at vide
export-xlsx = Alle disse som projektmappe
imports-late = Dine seneste importer
imports-none = Du har ikke importeret noget for nylig, eller ikke via denne node.
import-table = En tabel
import-reading = Læses
    .lead = Hver række prøves. Du kan forlade siden og finde den igen.
import-appending = Udføres
    .lead = Alt gælder på én gang, når alt er skrevet.
import-tried = Prøvet
    .lead = Intet er ændret endnu. Dette ville blive gjort.
import-done = Færdig
    .lead = Det hele er én ændring, som kan tages tilbage. Det, der blev lavet, bliver.
import-refused = Ikke udført
    .lead = Nogle rækker kan ikke lade sig gøre, så intet blev ændret.
import-unchanged = Intet at gøre
    .lead = Alt er allerede sådan.
import-cancelled = Afbrudt
    .lead = Intet blev ændret.
import-failed = Mislykket
    .lead = Tabellen kunne ikke læses til ende, og intet blev ændret.
import-appended = Skrevne beslutninger
import-read = { $value ->
    [one] { $value } række læst
   *[other] { $value } rækker læst
}
import-cancel = Stop den
import-again = Send en anden tabel
import-rows-read = Rækker
import-minted = Lavet
import-changed = Ændret
import-same = Allerede sådan
import-not = Kan ikke
import-result = Hent, hvad der bliver af hver række
import-change = Se ændringen
import-ignored = Kolonner, der ikke blev set på:
import-faults = Rækker, der ikke kan lade sig gøre
import-sample = De første rækker, og hvad der bliver af hver
import-outcome = Hvad der bliver af den
import-row = Række
import-column = Kolonne
import-wrong = Hvad der er galt
import-row-mint = laver
import-row-change = ændrer
import-row-unchanged = er allerede sådan
import-leave-out = { $value ->
    [one] Udelad den række, der ikke kan lade sig gøre
   *[other] Udelad de { $value } rækker, der ikke kan lade sig gøre
}
import-do = Gør det
    .lead = Rækkerne bedømmes en gang til, da nogen kan have ændret en kode imens. Alt gøres, eller intet.
    .act = Lav { $value } og ændr { $name }
work-import = Import af { $value }
