#include <zlib.h>

/// `inflateInit2` is a macro. 16 on top of the window's size: a gzip header and trailer are expected and checked.
static inline int inflate_begin_gzip(z_stream *stream) { return inflateInit2(stream, 16 + MAX_WBITS); }
