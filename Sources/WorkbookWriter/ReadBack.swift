extension Workbook {
  func readBack(_ sheets: [Sheet]) throws(WorkbookError) {}
}
