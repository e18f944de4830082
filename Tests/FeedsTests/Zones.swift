import Feeds

let shanghai = BusinessZone(identifier: "Asia/Shanghai")!
let newYork = BusinessZone(identifier: "America/New_York")!
let utc = BusinessZone(identifier: "UTC")!
let kathmandu = BusinessZone(identifier: "Asia/Kathmandu")!
let apia = BusinessZone(identifier: "Pacific/Apia")!
let saoPaulo = BusinessZone(identifier: "America/Sao_Paulo")!

/// Microseconds of a time in a zone.
func time(_ text: String, _ zone: BusinessZone) -> Int64? {
  let bytes = Array(text.utf8)
  return Timestamp.parse(bytes.span, 0, bytes.count, zone)
}
