# Tables that come in, and the catalogue as it goes out.

section-imports = Import och export
imports-lead = Tabeller kommer in och prövas innan något ändras; katalogen går ut, kan ändras i ett kalkylblad och kommer tillbaka.
import-new = Importera en tabell
import-file = Fil
    .hint = CSV eller en Excel-arbetsbok (.xlsx). Första raden har rubrikerna, som i exporterna. Varje annan rad skapar en kod eller ändrar en.
import-more = Fler val
import-try = Pröva
import-rows = Vad rader får göra
import-rows-both = Skapa koder och ändra dem
import-rows-mint = Bara skapa koder
import-rows-change = Bara ändra koder
import-rows-new = Skapa dem som saknas, och låta dem vara som finns
import-columns = Kolumner som heter något annat
    .hint = En per rad: exporternas namn, ett kolon och er rubrik, till exempel { $value }.
import-sheet = Blad i arbetsboken
    .hint = Det första om det lämnas tomt.
export-codes = Katalogen
    .lead = Alla koder. Sök först för att få några av dem.
    .xlsx = För ett kalkylblad
    .csv = För andra program
    .jsonl = Med allt som finns att veta
export-xlsx = Alla dessa som arbetsbok
imports-late = Dina senaste importer
imports-none = Du har inte importerat något på sistone, eller inte via denna nod.
import-table = En tabell
import-reading = Läses
    .lead = Varje rad prövas. Du kan lämna sidan och hitta den igen.
import-appending = Utförs
    .lead = Allt gäller på en gång, när allt är skrivet.
import-tried = Prövad
    .lead = Ingenting är ändrat än. Detta skulle göras.
import-done = Klar
    .lead = Allt är en enda ändring, som kan tas tillbaka. Det som skapats finns kvar.
import-refused = Inte utförd
    .lead = Några rader går inte, så ingenting ändrades.
import-unchanged = Inget att göra
    .lead = Allt är redan så.
import-cancelled = Avbruten
    .lead = Ingenting ändrades.
import-failed = Misslyckades
    .lead = Tabellen kunde inte läsas till slutet, och ingenting ändrades.
import-appended = Skrivna beslut
import-read = { $value ->
    [one] { $value } rad läst
   *[other] { $value } rader lästa
}
import-cancel = Stoppa den
import-again = Skicka en annan tabell
import-rows-read = Rader
import-minted = Skapade
import-changed = Ändrade
import-same = Redan så
import-not = Går inte
import-result = Ladda ner vad det blir av varje rad
import-change = Se ändringen
import-ignored = Kolumner som inte lästes:
import-faults = Rader som inte går
import-sample = De första raderna, och vad det blir av var och en
import-outcome = Vad det blir
import-row = Rad
import-column = Kolumn
import-wrong = Vad som är fel
import-row-mint = skapar
import-row-change = ändrar
import-row-unchanged = är redan så
import-leave-out = { $value ->
    [one] Utelämna den rad som inte går
   *[other] Utelämna de { $value } rader som inte går
}
import-do = Gör det
    .lead = Raderna bedöms en gång till, eftersom någon kan ha ändrat en kod under tiden. Allt görs, eller inget.
    .act = Skapa { $value } och ändra { $name }
work-import = Import av { $value }
