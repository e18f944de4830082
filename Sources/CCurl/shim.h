#include <curl/curl.h>

// Swift cannot call the variadic setters and getters of libcurl: one typed function per kind of value.

static inline CURLcode curl_set_long(CURL *easy, CURLoption option, long value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) { return curl_easy_setopt(easy, option, value); }
/// libcurl copies the text; a null pointer sets the option back to "not given".
static inline CURLcode curl_set_text(CURL *easy, CURLoption option, const char *value) { return curl_easy_setopt(easy, option, value); }
/// Not copied: the memory must outlive the transfer.
static inline CURLcode curl_set_pointer(CURL *easy, CURLoption option, void *value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode curl_set_share(CURL *easy, CURLSH *value) { return curl_easy_setopt(easy, CURLOPT_SHARE, value); }

/// For CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION.
typedef size_t (*curl_bytes_function)(char *bytes, size_t size, size_t count, void *owner);
static inline CURLcode curl_set_bytes_function(CURL *easy, CURLoption option, curl_bytes_function value) {
  return curl_easy_setopt(easy, option, value);
}
static inline CURLcode curl_set_prereq_function(CURL *easy, curl_prereq_callback value) {
  return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, value);
}

static inline CURLcode curl_get_long(CURL *easy, CURLINFO info, long *value) { return curl_easy_getinfo(easy, info, value); }
static inline CURLcode curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) { return curl_easy_getinfo(easy, info, value); }
/// The text belongs to `easy`.
static inline CURLcode curl_get_text(CURL *easy, CURLINFO info, char **value) { return curl_easy_getinfo(easy, info, value); }

static inline CURLSHcode curl_share_kind(CURLSH *share, curl_lock_data kind) { return curl_share_setopt(share, CURLSHOPT_SHARE, kind); }

/// The result of a finished transfer, from a message of the multi handle.
static inline CURLcode curl_message_result(const CURLMsg *message) { return message->data.result; }

/// Macros with casts that Swift does not read.
static const long curl_auth_basic = (long)CURLAUTH_BASIC;
static const long curl_auth_bearer = (long)CURLAUTH_BEARER;
