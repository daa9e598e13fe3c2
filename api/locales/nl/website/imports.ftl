# Tables that come in, and the catalogue as it goes out.

section-imports = Import en export
imports-lead = Tabellen komen binnen en worden uitgeprobeerd voor er iets verandert; de catalogus gaat naar buiten, kan in een rekenblad gewijzigd worden, en komt terug.
import-new = Een tabel importeren
import-file = Bestand
    .hint = CSV of een Excel-werkmap (.xlsx). De eerste rij heeft de opschriften, zoals de exports. Elke andere rij maakt een code of wijzigt er een.
import-more = Meer keuzes
import-try = Uitproberen
import-rows = Wat rijen mogen
import-rows-both = Codes maken en wijzigen
import-rows-mint = Alleen codes maken
import-rows-change = Alleen codes wijzigen
import-rows-new = Maken wat er niet is, en laten wat er is
import-columns = Kolommen die anders heten
    .hint = Eén per regel: de naam in de exports, een dubbele punt en uw opschrift, zoals { $value }.
import-sheet = Blad van de werkmap
    .hint = Leeg: het eerste.
export-codes = De catalogus
    .lead = Alle codes. Zoek eerst om er enkele te hebben.
    .xlsx = Om in een rekenblad te wijzigen
    .csv = Voor andere programma’s
    .jsonl = Met alles wat er te weten is
export-xlsx = Deze alle als werkmap
imports-late = Uw laatste imports
imports-none = U importeerde de laatste tijd niets, of niet via deze node.
import-table = Een tabel
import-reading = Wordt gelezen
    .lead = Elke rij wordt uitgeprobeerd. Verlaat gerust deze pagina; ze is terug te vinden.
import-appending = Wordt gedaan
    .lead = Alles geldt tegelijk, zodra alles geschreven is.
import-tried = Uitgeprobeerd
    .lead = Er is nog niets gewijzigd. Dit zou gebeuren.
import-done = Gedaan
    .lead = Alles samen is één wijziging, die ongedaan gemaakt kan worden. Wat gemaakt werd, blijft.
import-refused = Niet gedaan
    .lead = Sommige rijen kunnen niet, dus is er niets gewijzigd.
import-unchanged = Niets te doen
    .lead = Alles is al zo.
import-cancelled = Afgebroken
    .lead = Er is niets gewijzigd.
import-failed = Mislukt
    .lead = De tabel kon niet tot het einde gelezen worden, en er is niets gewijzigd.
import-appended = Geschreven beslissingen
import-read = { $value ->
    [one] { $value } rij gelezen
   *[other] { $value } rijen gelezen
}
import-cancel = Stoppen
import-again = Een andere tabel sturen
import-rows-read = Rijen
import-minted = Gemaakt
import-changed = Gewijzigd
import-same = Al zo
import-not = Kan niet
import-result = Downloaden wat er van elke rij komt
import-change = De wijziging bekijken
import-ignored = Kolommen waar niet naar gekeken is:
import-faults = Rijen die niet kunnen
import-sample = De eerste rijen, en wat er van elk komt
import-outcome = Wat ervan komt
import-row = Rij
import-column = Kolom
import-wrong = Wat er mis is
import-row-mint = maakt
import-row-change = wijzigt
import-row-unchanged = is al zo
import-leave-out = { $value ->
    [one] De rij die niet kan weglaten
   *[other] De { $value } rijen die niet kunnen weglaten
}
import-do = Het doen
    .lead = De rijen worden nog eens beoordeeld, want iemand kan intussen een code gewijzigd hebben. Alles gebeurt, of niets.
    .act = { $value } maken en { $name } wijzigen
work-import = Import van { $value }
