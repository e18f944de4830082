/// The commented files that a new shop begins with.
///
/// They are in order as they stand. A variant is a block of comments from a line `# --- variant of KEY: …` to a line `# ---`; in the place
/// of that key, and without its `# `, it is in order too.
public enum StartingConfiguration {
  /// Files by their path in a new folder.
  public static let files: [(path: String, text: String)] = [
    ("qingfen.yaml", configuration), ("rules/agreements/video-and-more.yaml", agreement), ("rules/partners/video.yaml", partner),
  ]

  private static let configuration = #"""
    # What Qingfen reads and where it writes. Paths are relative to this file; [brackets] hold the default of a key.
    #
    # A block from `# --- variant of KEY` to `# ---` is another form of that key. To use it, remove the key's form above, and the first two
    # characters of every line of the block. Then: qingfen rules check --config qingfen.yaml
    zone: Asia/Shanghai                      # a business day is 00:00 to 24:00 there [Asia/Shanghai]
    rules: rules                             # agreements/*.yaml and partners/*.yaml [rules]
    store: {folder: "store/{date}"}          # a day's orders.csv, redemptions.csv, refunds.csv and perhaps payouts.csv
    ledger: {sqlite: output/ledger.sqlite}   # append only
    output: output                           # a folder per business day [output]
    archive: archive                         # raw inputs by SHA-256 [archive]
    lang: zh                                 # zh | en, language of the workbooks [zh]
    max-rejected: "0.1"                      # percent of a source's rows; beyond it the source counts as failed [0.1]

    # A secret is never written in a file. {env: NAME} names an environment variable, {credential: NAME} a file in $CREDENTIALS_DIRECTORY.

    # --- variant of store: queries of a PostgreSQL database, all in one snapshot
    # store:
    #   postgres:
    #     host: db.shop.example                # TLS, always verified in full; or the folder of a Unix socket: /run/postgresql
    #     port: 5432                           # [5432]
    #     database: shop
    #     user: qingfen_reader                 # may only SELECT
    #     password: {env: QINGFEN_STORE_PASSWORD}   # absent: .pgpass or the client certificate
    #     ca: certs/db-ca.pem                  # [the system's authorities]
    #     certificate: certs/reader.pem        # of ours, with its key; both may be absent
    #     key: certs/reader.key
    #     statement-timeout: 10m               # [10m]; s, m, h
    #     lock-timeout: 10s                    # [10s]
    #     idle-timeout: 1m                     # [1m]
    #     zone: Asia/Shanghai                  # of timestamps without offset [the zone above]
    #     orders:
    #       query: "SELECT order_id, bundle, channel, paid, paid_at, change_id FROM qingfen.orders WHERE change_id > $1"
    #       parameters: [watermark]            # of $1, $2 …: watermark, date, day-start, day-end
    #       watermark: {column: change_id, start: "0", overlap: 10000}   # goes on where the last pull ended, less the overlap
    #     redemptions:                         # query: {file: queries/redemptions.sql} reads it from a file
    #       query: "SELECT redemption_id, order_id, entitlement, redeemed_at, changed_at FROM qingfen.redemptions WHERE changed_at > $1"
    #       parameters: [watermark]
    #       watermark: {column: changed_at, start: "2026-01-01T00:00:00+08:00", overlap: 2h}
    #     refunds:
    #       query: "SELECT refund_id, order_id, amount, refunded_at FROM qingfen.refunds WHERE refunded_at >= $1 AND refunded_at < $2"
    #       parameters: [day-start, day-end]
    #     # payouts may be absent
    # ---

    # --- variant of store: a REST interface
    # store:
    #   http:
    #     url: https://api.shop.example/v2     # https only; the paths below are behind it
    #     ca: certs/shop-ca.pem                # [the system's authorities]
    #     auth: {bearer: {env: QINGFEN_STORE_TOKEN}}
    #     # or {basic: {user: qingfen, password: {env: …}}} | {certificate: f.pem, key: f.key} | {netrc: path} | {hmac: …}
    #     requests-per-second: 5               # [no limit]
    #     zone: Asia/Shanghai                  # of timestamps without offset [the zone above]
    #     orders:
    #       path: "/orders?since={watermark}&until={day-end}"   # {date} {watermark} {day-start} {day-end}
    #       rows: /data/items                  # JSON pointer to the rows [the document itself]
    #       columns: {order_id: /id, paid: /amount/total}   # [a key of the column's name]
    #       pages: {by: cursor, parameter: cursor, next: /data/next_cursor}   # by: cursor | offset | page | link [one page]
    #       total: /data/total                 # the number of rows that the server announces
    #       watermark: {column: id, start: "0", overlap: 10000}
    #     redemptions:
    #       path: "/redemptions?day={date}"
    #       pages: {by: offset, parameter: offset, size: 500, size-parameter: limit}
    #     refunds:
    #       path: "/refunds?day={date}"
    #       pages: {by: link}                  # the header Link; with next: /links/next a URL in the document
    # ---

    # --- variant of codes: card codes (卡密) and buyers are known by their HMAC; without a key they are dropped on the way in
    # codes: {key: {env: QINGFEN_CODE_KEY}}
    # ---

    # --- variant of transfers: how sources are fetched
    # transfers: {at-once: 4, attempts: 5, wait: 2m}   # sources at once [4], tries of a source [5], waiting in all per source [2m]
    # ---

    """#
}
