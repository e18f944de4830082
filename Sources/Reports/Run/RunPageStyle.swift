/// The looks of `run.html`: light and dark by the reader's system, cards on a narrow screen, A4 when printed.
enum RunPageStyle {
  static let text = """

    :root{--paper:#f5f6f8;--card:#fff;--ink:#1b2430;--soft:#5a6675;--line:#dde2ea;--link:#1f5fbf;--bar:#3b76c9;
    --good:#176f42;--goodbg:#e7f5ec;--warn:#8a5a00;--warnbg:#fdf3dc;--bad:#b3261e;--badbg:#fdeae8}
    @media (prefers-color-scheme:dark){:root{--paper:#12161c;--card:#1b2129;--ink:#e6eaf0;--soft:#9aa6b5;--line:#313a46;--link:#86b4ff;--bar:#6ea0ea;
    --good:#72d39b;--goodbg:#16301f;--warn:#f0c36a;--warnbg:#352a12;--bad:#ff9d94;--badbg:#3a1a18}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.55 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",
    "Source Han Sans SC","WenQuanYi Micro Hei",system-ui,sans-serif;font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
    main{max-width:1180px;margin:0 auto;padding:20px 16px 48px}
    header,section,dl.facts{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin:0 0 16px}
    header{border-left-width:8px}
    header.good{border-left-color:var(--good)} header.warn{border-left-color:var(--warn)} header.bad{border-left-color:var(--bad)}
    h1{font-size:16px;font-weight:600;color:var(--soft);margin:0}
    h2{font-size:17px;margin:0 0 10px}
    .verdict{display:flex;align-items:center;gap:12px;margin:6px 0 4px;font-size:26px;line-height:1.3}
    .sign{flex:none;width:40px;height:40px;border-radius:50%;text-align:center;line-height:40px;font-size:22px;font-weight:700}
    .good .sign{color:var(--good);background:var(--goodbg)} .warn .sign{color:var(--warn);background:var(--warnbg)}
    .bad .sign{color:var(--bad);background:var(--badbg)}
    .lead{margin:0 0 14px;color:var(--soft)}
    dl{margin:0} dt{color:var(--soft);font-size:13px} dd{margin:0}
    .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(120px,1fr));gap:8px}
    .tiles div{border:1px solid var(--line);border-radius:8px;padding:8px 12px}
    .tiles dd{font-size:20px;font-weight:600;overflow-wrap:anywhere}
    dl.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(250px,1fr));gap:10px 24px}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;width:100%;font-size:13.5px}
    th,td{padding:6px 9px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400}
    thead th{color:var(--soft);font-size:12.5px;border-bottom-width:2px;white-space:nowrap}
    th.n,td.n{text-align:right;white-space:nowrap}
    tbody th{font-weight:600}
    tr.sum th,tr.sum td{border-top:2px solid var(--line);border-bottom:0;font-weight:600}
    tr.attention{background:var(--warnbg)}
    .neg{color:var(--bad)} .none,.zero{color:var(--soft)}
    .money .neg{color:inherit}
    code{font:12px/1.5 ui-monospace,"SFMono-Regular",Consolas,"Liberation Mono",monospace;color:var(--soft);overflow-wrap:anywhere}
    .file{overflow-wrap:anywhere;word-break:break-word;display:inline-block;min-width:150px}
    .lines>span{display:block}
    .state{border-radius:9px;padding:1px 8px;font-size:12px;white-space:nowrap;border:1px solid var(--line)}
    .state.open{color:var(--warn);background:var(--warnbg)} .state.resolved{color:var(--good);background:var(--goodbg)}
    a{color:var(--link)} .note{color:var(--soft);font-size:13px;margin:10px 0 0}
    ol{margin:0;padding-left:22px} li{margin:5px 0;overflow-wrap:anywhere}
    .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:14px}
    figure{margin:0;border:1px solid var(--line);border-radius:8px;padding:10px 12px;min-width:0}
    figcaption{color:var(--soft);font-size:13px} figcaption strong{color:var(--ink);float:right}
    svg{display:block;width:100%;height:auto;margin-top:6px}
    svg rect{fill:var(--bar)} svg line{stroke:var(--line);stroke-width:1} svg text{fill:var(--soft);font-size:10px}
    details{margin-top:12px} summary{cursor:pointer;color:var(--link);font-size:13px}
    @media (max-width:720px){
    main{padding:10px 8px 32px} header,section,dl.facts{padding:14px;border-radius:8px} .verdict{font-size:21px}
    thead{display:none} table,tbody,tr,th,td{display:block;width:100%}
    tbody tr{border:1px solid var(--line);border-radius:8px;padding:6px 10px;margin:0 0 10px} tr.sum td,tr.sum th{border:0}
    tbody th,tbody td,tbody td.n{display:flex;justify-content:space-between;gap:14px;text-align:right;border:0;padding:3px 0;white-space:normal}
    tbody th{font-size:15px} th:before,td:before{content:attr(data-label);color:var(--soft);font-weight:400;font-size:13px;text-align:left;flex:none}
    td:has(>.none){display:none!important} .file,code,bdi{overflow-wrap:anywhere;min-width:0}}
    @media print{
    @page{size:A4;margin:12mm 10mm}
    :root{--paper:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--link:#000;--bar:#666;--good:#176f42;--warn:#8a5a00;--bad:#b3261e;
    --goodbg:#fff;--warnbg:#fff;--badbg:#fff}
    body{font-size:10.5pt} main{max-width:none;padding:0} table{font-size:7.6pt} th,td{padding:3px 4px} code{font-size:6.8pt} .scroll{overflow:visible}
    header,section,dl.facts{border-radius:0;padding:8px 10px;margin:0 0 10px} tr,figure,header{break-inside:avoid} h2{break-after:avoid}
    .charts{grid-template-columns:repeat(3,1fr)} .tiles{grid-template-columns:repeat(6,1fr)} .tiles dd{font-size:12pt} a{text-decoration:none}
    .file{min-width:0} details{display:none}}

    """
}
