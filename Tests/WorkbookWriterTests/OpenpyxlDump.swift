/// The second reader: a Python program for the system's openpyxl.
enum OpenpyxlDump {
  static let script = #"""
    """Prints what openpyxl sees in a workbook, one fact per line."""
    import sys

    import openpyxl

    stored = openpyxl.load_workbook(sys.argv[1], data_only=True)
    written = openpyxl.load_workbook(sys.argv[1])
    print("title", stored.properties.title, "created", stored.properties.created.isoformat())
    for sheet in stored.worksheets:
        print("sheet", sheet.title, "freeze", sheet.freeze_panes, "filter", sheet.auto_filter.ref)
        print("print", sheet.page_setup.orientation, "paper", sheet.page_setup.paperSize,
              "fit", sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight,
              "rows", sheet.print_title_rows, "area", sheet.print_area or None, "protected", sheet.protection.sheet)
        print("footer", repr(sheet.oddFooter.left.text), repr(sheet.oddFooter.right.text))
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                formula = written[sheet.title][cell.coordinate].value
                shown = f" from {formula}" if formula != cell.value else ""
                print(cell.coordinate, cell.data_type, repr(cell.value), cell.number_format + shown)
    """#
}
