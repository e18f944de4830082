/// One pull of one business day's run: what was found of every input.
public struct PullRecord: Codable, Equatable, Sendable {
  /// The business day of the run, "2026-03-01".
  public let day: String
  /// Counts the pulls of the day, from 1.
  public let sequence: Int
  public let inputs: [PulledInput]

  /// For each (source, name, covered day) the usable input of the newest of `pulls`, in the order they were first seen.
  ///
  /// A later pull that found nothing usable takes nothing away. `pulls` are in their order.
  public static func newestUsable(of pulls: [PullRecord]) -> [PulledInput] {
    var place: [[String]: Int] = [:]
    var newest: [PulledInput] = []
    for input in pulls.lazy.flatMap(\.inputs) where input.isUsable {
      let key = [input.source, input.name, input.covers]
      if let known = place[key] {
        newest[known] = input
      } else {
        place[key] = newest.count
        newest.append(input)
      }
    }
    return newest
  }
}
