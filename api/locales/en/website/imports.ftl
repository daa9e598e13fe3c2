# Tables that come in, and the catalogue as it goes out.

section-imports = Import and export
imports-lead = Tables come in and are tried before anything is changed; the catalogue goes out, can be changed in a spreadsheet, and comes back.
import-new = Import a table
import-file = File
    .hint = CSV or an Excel workbook (.xlsx). The first row has the headings, as the exports have them. Each other row mints a code or changes one.
import-more = More choices
import-try = Try it
import-rows = What rows may do
import-rows-both = Mint codes and change them
import-rows-mint = Mint codes only
import-rows-change = Change codes only
import-rows-new = Mint those that are not there, and leave alone those that are
import-columns = Columns that are called otherwise
    .hint = One a line: the name that exports have, a colon, and your heading, such as { $value }.
import-sheet = Sheet of the workbook
    .hint = The first if left open.
export-codes = The catalogue
    .lead = All codes. Search first to have some of them.
    .xlsx = To be changed in a spreadsheet
    .csv = For other programs
    .jsonl = With everything there is to know
export-xlsx = All of these as a workbook
imports-late = Your imports of late
imports-none = You imported nothing of late, or not by way of this node.
import-table = A table
import-reading = Being read
    .lead = Every row is tried. You can leave this page and find it again.
import-appending = Being done
    .lead = All of it counts at once, when everything is written.
import-tried = Tried
    .lead = Nothing is changed yet. This is what would be done.
import-done = Done
    .lead = All of it is one change, which can be taken back. What was minted stays.
import-refused = Not done
    .lead = Some rows cannot be done, so nothing was changed.
import-unchanged = Nothing to do
    .lead = Everything is so already.
import-cancelled = Cancelled
    .lead = Nothing was changed.
import-failed = Failed
    .lead = The table could not be read to its end, and nothing was changed.
import-appended = Decisions written
import-read = { $value ->
    [one] { $value } row read
   *[other] { $value } rows read
}
import-cancel = Stop it
import-again = Send another table
import-rows-read = Rows
import-minted = Minted
import-changed = Changed
import-same = So already
import-not = Cannot be done
import-result = Download what comes of each row
import-change = See the change
import-ignored = Columns that were not looked at:
import-faults = Rows that cannot be done
import-sample = The first rows, and what comes of each
import-outcome = What comes of it
import-row = Row
import-column = Column
import-wrong = What is wrong
import-row-mint = mints
import-row-change = changes
import-row-unchanged = is so already
import-leave-out = { $value ->
    [one] Leave out the row that cannot be done
   *[other] Leave out the { $value } rows that cannot be done
}
import-do = Do it
    .lead = The rows are judged once more, since somebody may have changed a code meanwhile. All of it is done, or nothing.
    .act = Mint { $value } and change { $name }
work-import = Import of { $value }
