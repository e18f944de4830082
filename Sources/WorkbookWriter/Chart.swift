import CXlsxWriter

/// A chart over cells of a workbook's sheets; the program that opens the workbook draws it.
public struct Chart: Sendable {
  public enum Kind: Sendable {
    /// Upright bars, side by side; stacked on each other; stacked as parts of 100 %; lying bars, the first on top.
    case columns, stackedColumns, partColumns, bars
    /// Points joined by a line.
    case line

    var type: lxw_chart_type {
      switch self {
      case .columns: LXW_CHART_COLUMN
      case .stackedColumns: LXW_CHART_COLUMN_STACKED
      case .partColumns: LXW_CHART_COLUMN_STACKED_PERCENT
      case .bars: LXW_CHART_BAR
      case .line: LXW_CHART_LINE
      }
    }
  }
  /// Cells of one column of a sheet; rows and columns count from 0.
  public struct Cells: Sendable {
    public var sheet: String
    public var column: Int
    public var rows: ClosedRange<Int>

    public init(_ sheet: String, column: Int, rows: ClosedRange<Int>) {
      self.sheet = sheet
      self.column = column
      self.rows = rows
    }
  }
  public struct Series: Sendable {
    public var name: String
    public var categories: Cells
    public var values: Cells
    /// `0xRRGGBB`.
    public var colour: UInt32

    public init(_ name: String, categories: Cells, values: Cells, colour: UInt32) {
      self.name = name
      self.categories = categories
      self.values = values
      self.colour = colour
    }
  }

  public var kind: Kind
  public var title: String
  public var series: [Series]
  /// Name of the value axis; empty: none.
  public var unit: String
  /// How categories that are numbers are written: `mm-dd`.
  public var categoryFormat: String?
  /// Pixels.
  public var width: Int
  public var height: Int
  /// No value is negative: the axis begins at zero, so that a column is as long as its value is large.
  public var startsAtZero: Bool

  public init(
    _ kind: Kind, title: String, unit: String = "", categoryFormat: String? = nil, series: [Series], width: Int = 960, height: Int = 320,
    startsAtZero: Bool = false
  ) {
    self.categoryFormat = categoryFormat
    self.kind = kind
    self.title = title
    self.unit = unit
    self.series = series
    self.width = width
    self.height = height
    self.startsAtZero = startsAtZero
  }
}

extension Workbook {
  /// Puts a chart on a sheet, its upper left corner in a cell.
  ///
  /// Throws `.closed` after `close`, `.library` when the library refuses it.
  public func add(_ chart: Chart, on sheet: Sheet, row: Int, column: Int) throws(WorkbookError) {
    let worksheet = try unsafe sheet.open()
    guard let drawn = unsafe newChart(chart.kind.type) else { throw sheet.failure(.library(code: 1, text: "out of memory.")) }
    unsafe chart_title_set_name(drawn, chart.title)
    var titleFont = unsafe lxw_chart_font()
    unsafe titleFont.size = 12
    unsafe chart_title_set_name_font(drawn, &titleFont)
    for series in chart.series { try unsafe Self.add(series, to: drawn, sheet) }
    unsafe setUpAxes(of: drawn, chart)
    var options = unsafe lxw_chart_options()
    // The library's own size is 480 by 288.
    unsafe options.x_scale = Double(chart.width) / 480
    unsafe options.y_scale = Double(chart.height) / 288
    try sheet.check(unsafe worksheet_insert_chart_opt(worksheet, UInt32(row), UInt16(column), drawn, &options))
  }

  private static func add(_ series: Chart.Series, to chart: UnsafeMutablePointer<lxw_chart>, _ sheet: Sheet) throws(WorkbookError) {
    guard let drawn = unsafe chart_add_series(chart, nil, nil) else { throw sheet.failure(.library(code: 1, text: "out of memory.")) }
    let (names, values) = (series.categories, series.values)
    unsafe chart_series_set_categories(
      drawn, names.sheet, UInt32(names.rows.lowerBound), UInt16(names.column), UInt32(names.rows.upperBound), UInt16(names.column))
    unsafe chart_series_set_values(
      drawn, values.sheet, UInt32(values.rows.lowerBound), UInt16(values.column), UInt32(values.rows.upperBound), UInt16(values.column))
    unsafe chart_series_set_name(drawn, series.name)
    var fill = lxw_chart_fill()
    fill.color = series.colour
    unsafe chart_series_set_fill(drawn, &fill)
    var line = lxw_chart_line()
    line.color = series.colour
    unsafe chart_series_set_line(drawn, &line)
  }

  private func setUpAxes(of drawn: UnsafeMutablePointer<lxw_chart>, _ chart: Chart) {
    // The library calls the lying axis x, also where it is that of the values.
    let lying = unsafe chart_axis_get(drawn, LXW_CHART_AXIS_TYPE_X)
    let upright = unsafe chart_axis_get(drawn, LXW_CHART_AXIS_TYPE_Y)
    let (categories, values) = unsafe chart.kind == .bars ? (upright, lying) : (lying, upright)
    if let format = chart.categoryFormat { unsafe chart_axis_set_num_format(categories, format) }
    unsafe chart_axis_set_label_position(categories, UInt8(LXW_CHART_AXIS_LABEL_POSITION_LOW.rawValue))
    if chart.kind == .bars { unsafe chart_axis_set_reverse(categories) }
    if chart.startsAtZero { unsafe chart_axis_set_min(values, 0) }
    if !chart.unit.isEmpty { unsafe chart_axis_set_name(values, chart.unit) }
    if chart.series.count == 1 {
      unsafe chart_legend_set_position(drawn, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
    } else {
      unsafe chart_legend_set_position(drawn, UInt8(LXW_CHART_LEGEND_BOTTOM.rawValue))
    }
  }
}
