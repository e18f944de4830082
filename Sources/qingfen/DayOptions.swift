import ArgumentParser
import SettlementCore

/// The business days that a command is about.
struct DayOptions: ParsableArguments {
  @Option(help: "The business day, yyyy-MM-dd. Default: yesterday in the business zone.")
  var date: CalendarDay?

  @Option(help: "First business day of a range, inclusive.")
  var from: CalendarDay?

  @Option(help: "Last business day of a range, inclusive.")
  var to: CalendarDay?

  func validate() throws {
    if date != nil, from != nil || to != nil { throw ValidationError("give either --date, or --from and --to") }
    if (from == nil) != (to == nil) { throw ValidationError("--from and --to go together") }
    if let from, let to, from > to { throw ValidationError("--from \(from) is after --to \(to)") }
  }

  func range(zone: String) -> ClosedRange<CalendarDay> {
    let yesterday = BusinessClock.yesterday(zone: zone)
    return (from ?? date ?? yesterday)...(to ?? date ?? yesterday)
  }
}

extension CalendarDay: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}
