import CMalloc
import Glibc

/// How this process gets memory for its columns: arrays of some hundred megabytes that come and go.
///
/// By itself the C library maps such an array and unmaps it again, and the kernel clears it anew, four kilobytes at a fault: on a night of
/// a million orders a third of all processor time.
public enum LargeMemory {
  /// Address space for pages of two megabytes; beyond it small ones serve. Only what is touched takes memory.
  private static let reserved = 2047 << 20

  /// Keeps freed memory for the next array, in one heap for all threads. For the whole process, before it works; a second call does nothing.
  ///
  /// What the system refuses is left out: it costs time and nothing else.
  public static func keepForReuse() { _ = isKept }

  private static let isKept: Void = {
    _ = mallopt(M_ARENA_MAX, 1)
    _ = mallopt(M_MMAP_THRESHOLD, .max)
    _ = mallopt(M_TRIM_THRESHOLD, -1)
    _ = mallopt(M_TOP_PAD, 64 << 20)
    guard let start = unsafe malloc(reserved) else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    _ = unsafe madvise(start.alignedUp(toMultipleOf: page), reserved - page, MADV_HUGEPAGE)
    unsafe free(start)
  }()
}
