/* The yardstick of `qingfen-bench workbooks`: writes the detail cells of statements with libxlsxwriter and nothing else.
 *
 * yardstick FOLDER FILE...   reads each FILE (see Yardstick.swift) into memory, writes FOLDER/<number>.xlsx in constant memory, and prints
 * the cells written, the seconds and the processor's seconds that took, the reading of FILE not counted. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>

struct line {
  int64_t seconds, group, amount;
  int32_t day, kind, entitlement, rule, run, padding;
};

static char *at;

static int32_t number(void) {
  int32_t value;
  memcpy(&value, at, 4);
  at += 4;
  return value;
}

/* Texts end in NUL. */
static const char *text(void) {
  const char *start = at;
  at += strlen(at) + 1;
  return start;
}

static const char **texts(void) {
  int32_t count = number();
  const char **list = calloc((size_t)count + 1, sizeof *list);
  for (int32_t place = 0; place < count; place++) list[place] = text();
  return list;
}

static double now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static char *load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) exit(2);
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *bytes = malloc((size_t)size);
  if (!bytes || fread(bytes, 1, (size_t)size, file) != (size_t)size) exit(2);
  fclose(file);
  return bytes;
}

static long cells = 0;

static void must(lxw_error code) {
  if (code != LXW_NO_ERROR) exit(3);
  cells++;
}

static void write_workbook(const char *path, char *folder) {
  const char **kinds = texts(), **entitlements = texts(), **agreements = texts(), **runs = texts(), **heads = texts();
  int32_t versions = number();
  const int32_t *version = (const int32_t *)(void *)at;
  at += 4 * versions;
  int32_t count = number();
  at += (8 - (uintptr_t)at % 8) % 8;
  const struct line *lines = (const struct line *)(void *)at;
  at += (size_t)count * sizeof *lines;

  lxw_workbook_options options = {.constant_memory = 1, .tmpdir = folder};
  lxw_workbook *book = workbook_new_opt(path, &options);
  lxw_format *plain = workbook_add_format(book), *whole = workbook_add_format(book), *date = workbook_add_format(book),
             *moment = workbook_add_format(book), *money = workbook_add_format(book);
  format_set_align(plain, LXW_ALIGN_VERTICAL_CENTER);
  format_set_num_format(whole, "#,##0");
  format_set_num_format(date, "yyyy-mm-dd");
  format_set_num_format(moment, "yyyy-mm-dd hh:mm:ss");
  format_set_num_format(money, "#,##0.00;[Red]-#,##0.00");
  lxw_worksheet *sheet = NULL;
  lxw_row_t row = 0;
  for (int32_t place = 0; place < count; place++) {
    if (!sheet || row + 1 == LXW_ROW_MAX) {
      sheet = workbook_add_worksheet(book, NULL);
      for (lxw_col_t column = 0; column < 12; column++) must(worksheet_write_string(sheet, 0, column, heads[column], plain));
      row = 0;
    }
    row++;
    const struct line *line = &lines[place];
    char group[32];
    const char *order = text(), *reference = text();
    must(worksheet_write_number(sheet, row, 0, place + 1, whole));
    must(worksheet_write_number(sheet, row, 1, line->day + 25569.0, date));
    if (line->seconds != INT64_MIN) must(worksheet_write_number(sheet, row, 2, line->seconds / 86400.0 + 25569.0, moment));
    must(worksheet_write_string(sheet, row, 3, kinds[line->kind], plain));
    if (*order) must(worksheet_write_string(sheet, row, 4, order, plain));
    if (*reference) must(worksheet_write_string(sheet, row, 5, reference, plain));
    if (line->entitlement >= 0) must(worksheet_write_string(sheet, row, 6, entitlements[line->entitlement], plain));
    if (line->rule >= 0) {
      must(worksheet_write_string(sheet, row, 7, agreements[line->rule], plain));
      must(worksheet_write_number(sheet, row, 8, version[line->rule] + 25569.0, date));
    }
    must(worksheet_write_string(sheet, row, 9, runs[line->run], plain));
    snprintf(group, sizeof group, "%lld", (long long)line->group);
    must(worksheet_write_string(sheet, row, 10, group, plain));
    must(worksheet_write_number(sheet, row, 11, line->amount / 100.0, money));
  }
  if (!sheet) workbook_add_worksheet(book, NULL);
  if (workbook_close(book) != LXW_NO_ERROR) exit(3);
}

int main(int count, char **arguments) {
  if (count < 2) return 64;
  double seconds = 0, processor = 0;
  for (int place = 2; place < count; place++) {
    char path[4096];
    char *bytes = load(arguments[place]);
    at = bytes;
    snprintf(path, sizeof path, "%s/%d-%ld.xlsx", arguments[1], place, (long)clock());
    double start = now(CLOCK_MONOTONIC), used = now(CLOCK_PROCESS_CPUTIME_ID);
    write_workbook(path, arguments[1]);
    seconds += now(CLOCK_MONOTONIC) - start;
    processor += now(CLOCK_PROCESS_CPUTIME_ID) - used;
    free(bytes);
  }
  printf("%ld %.6f %.6f\n", cells, seconds, processor);
  return 0;
}
