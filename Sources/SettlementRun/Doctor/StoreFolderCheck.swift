import Feeds
import Foundation
import SettlementCore

/// The store's folder of a day.
enum StoreFolderCheck {
  static func findings(_ store: FolderStore, _ day: CalendarDay) -> [DoctorFinding] {
    let folder = DayPattern.expand(store.path, day)
    let files = FileManager.default
    guard files.fileExists(atPath: folder) else {
      return [.warning("store", "no folder \(folder)", "the store has not delivered \(day), or `store` names another place")]
    }
    return StoreFeed.allCases.compactMap { feed in
      let path = "\(folder)/\(feed.rawValue).csv"
      if files.isReadableFile(atPath: path) { return .ok("store \(feed.rawValue)", path) }
      if files.fileExists(atPath: path) {
        return .problem(.source, "store \(feed.rawValue)", "\(path) cannot be read", "correct the rights of the file")
      }
      if !feed.isRequired { return nil }
      return .warning("store \(feed.rawValue)", "no file \(path)", "without it the day posts nothing: deliver it")
    }
  }
}
