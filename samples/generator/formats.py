"""Each partner's file as that partner would send it. The same lines always give the same bytes.

What is read back from them is said by the profiles in ../../rules/partners.
"""

import csv
import io
import json
import zipfile
from collections import defaultdict
from datetime import datetime

import openpyxl
from openpyxl.styles import Alignment, Font

from generator.records import yuan

#: no other time may reach a zip archive or a workbook
STAMP = (2026, 3, 1, 0, 0, 0)


def clock(at):
    return f"{at:%Y-%m-%d %H:%M:%S}"


def table(rows, columns, delimiter=",", end="\n"):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def packed(members):
    """A zip archive of {name: bytes}."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)
    return archive.getvalue()


def repacked(archive):
    """The same archive without the time at which it was made."""
    with zipfile.ZipFile(io.BytesIO(archive)) as file:
        return packed({name: file.read(name) for name in sorted(file.namelist())})


# -- the canonical columns of SPEC §11 -----------------------------------------------------------------------------------------------

CANONICAL = "reference item type amount currency time".split()


def canonical(lines, day, columns=CANONICAL):
    rows = [[{"reference": line.reference, "order_id": line.order_id, "item": line.item, "type": line.type, "amount": yuan(line.amount),
              "currency": line.currency, "time": clock(line.at)}[column] for column in columns] for line in lines]
    return table(rows, columns).encode()


# -- eleme: a zip archive with a detail and a summary in GBK --------------------------------------------------------------------------

ELEME_ITEMS = {"takeout-coupon": "外卖券", "red-packet": "现金红包"}


def eleme(lines, day):
    rows = [[f"{line.reference}\t", ELEME_ITEMS[line.item], "核销" if line.type == "redeemed" else "撤销", yuan(line.amount), clock(line.at)]
            for line in lines]
    used, back = ([line for line in lines if line.type == kind] for kind in ("redeemed", "reversed"))
    rule = "-" * 30
    detail = (
        f"#饿了么权益核销明细\n#结算日期：[{day:%Y年%m月%d日}]\n#{rule}核销明细列表{rule}\n"
        + table(rows, ["核销流水号", "权益名称", "业务类型", "结算金额（元）", "核销时间"])
        + f"#{rule}核销明细列表结束{rule}\n"
        + f"#核销合计：{len(used)}笔，结算金额共{yuan(sum(line.amount for line in used))}元\n"
        + f"#撤销合计：{len(back)}笔，结算金额共{yuan(sum(line.amount for line in back))}元\n")
    summary = table([[name, sum(line.item == item for line in lines), yuan(sum(line.amount for line in lines if line.item == item))]
                     for item, name in ELEME_ITEMS.items()], ["权益名称", "笔数", "结算金额（元）"])
    return packed({f"{day:%Y%m%d}_核销明细.csv": detail.replace("\n", "\r\n").encode("gb18030"),
                   f"{day:%Y%m%d}_核销明细_汇总.csv": summary.replace("\n", "\r\n").encode("gb18030")})


# -- luckin: a workbook that a person looks at ----------------------------------------------------------------------------------------

SHOPS = ("国贸店", "望京店", "徐家汇店", "天河城店", "西湖店")


def luckin(lines, day):
    book = openpyxl.Workbook()
    book.properties.creator = "瑞幸咖啡"
    book.properties.created = book.properties.modified = datetime(*STAMP)
    sheet = book.active
    sheet.title = "核销明细"
    sheet.append([f"瑞幸咖啡 权益核销对账单 {day:%Y年%m月%d日}"])
    sheet.append(["单位：元"])
    sheet.append(["序号", "核销编号", "商品", "门店", "状态", "结算金额", "核销时间"])
    for number, line in enumerate(lines, 1):
        shop = SHOPS[sum(line.reference.encode()) % len(SHOPS)]
        sheet.append([number, line.reference, "咖啡兑换券", shop, "已核销" if line.type == "redeemed" else "已退回", line.amount / 100, line.at])
        sheet.cell(sheet.max_row, 6).number_format = "#,##0.00"
        sheet.cell(sheet.max_row, 7).number_format = "yyyy-mm-dd hh:mm:ss"
    sheet.append(["合计", len(lines), None, None, None, sum(line.amount for line in lines) / 100])
    sheet.cell(sheet.max_row, 6).number_format = "#,##0.00"
    sheet.merge_cells("A1:G1")
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=14), Alignment(horizontal="center")
    for column, width in zip("ABCDEFG", (6, 20, 14, 12, 10, 12, 20)):
        sheet.column_dimensions[column].width = width
    explanation = book.create_sheet("说明")
    explanation.append(["本对账单按核销时间统计，如有疑问请于 5 个工作日内反馈。"])
    file = io.BytesIO()
    book.save(file)
    return repacked(file.getvalue())


# -- douyin: a bill as WeChat Pay makes them, with fees -------------------------------------------------------------------------------

DOUYIN_ITEMS = {
    "VIP-YEAR-JOINT": "影视联合年卡,含外卖券", "VIDEO-MONTH": "视频月卡", "FAMILY-BUNDLE": "全家权益包", "TAKEOUT-PACK": "外卖券包,红包",
    "DINING-VOUCHER": "堂食代金券", "AUDIOBOOK-YEAR": "听书年卡", "MUSIC-MONTH": "音乐月卡", "COFFEE-CARD": "咖啡五杯卡",
    "RIDE-PACK": "出行券包",
}


def douyin(lines, day):
    def marked(cells):
        return ",".join(f"`{cell}" for cell in cells)

    rows = []
    for line in lines:
        refund = line.type == "reversed"
        rows.append(marked([
            clock(line.at), line.order_id, line.reference if refund else "0", "REFUND" if refund else "SUCCESS", DOUYIN_ITEMS[line.item],
            "0.00" if refund else yuan(line.amount), yuan(-line.amount) if refund else "0.00", line.currency,
            f"{line.fee / 100000:.5f}"]))
    paid = sum(line.amount for line in lines if line.type == "redeemed")
    refunded = -sum(line.amount for line in lines if line.type == "reversed")
    total = [len(lines), yuan(paid), yuan(refunded), yuan(round(sum(line.fee for line in lines) / 1000))]
    header = "交易时间,商户订单号,商户退款单号,交易状态,商品名称,应结订单金额,退款金额,货币种类,手续费"
    return "\r\n".join([header, *rows, "总交易单数,应结订单总金额,退款总金额,手续费总金额", marked(total), ""]).encode()


# -- tmall: a bill as Alipay makes them ----------------------------------------------------------------------------------------------

def tmall(lines, day):
    rows = []
    for line in lines:
        refund = line.type == "reversed"
        rows.append([f"{line.order_id}\t", line.item, "退款" if refund else "交易", yuan(line.amount), f"{line.reference}\t" if refund else "",
                     clock(line.at)])
    paid, back = ([line for line in lines if line.type == kind] for kind in ("redeemed", "reversed"))
    text = (
        f"#天猫业务明细查询\n#账号：[20880012345678]\n#起始日期：[{day:%Y年%m月%d日} 00:00:00]   终止日期：[{day:%Y年%m月%d日} 24:00:00]\n"
        + "#" + "-" * 20 + "业务明细列表" + "-" * 20 + "\n"
        + table(rows, ["商户订单号", "商品编码", "业务类型", "商家实收（元）", "退款批次号/请求号", "完成时间"])
        + "#" + "-" * 20 + "业务明细列表结束" + "-" * 20 + "\n"
        + f"#交易合计：{len(paid)}笔，商家实收共{yuan(sum(line.amount for line in paid))}元\n"
        + f"#退款合计：{len(back)}笔，商家实收退款共{yuan(sum(line.amount for line in back))}元\n"
        + f"#导出时间：[{day:%Y年%m月%d日} 23:59:59]\n")
    return text.replace("\n", "\r\n").encode("gb18030")


# -- qq-music: JSON, amounts in fen --------------------------------------------------------------------------------------------------

def qq_music(lines, day):
    items = [{"serial": line.reference, "sku": line.item, "op": "USE" if line.type == "redeemed" else "REVOKE", "amount": line.amount,
              "ts": int(line.at.replace(tzinfo=ZONE).timestamp())} for line in lines]
    bill = {"code": 0, "data": {"date": day.isoformat(), "count": len(items), "amount": sum(line.amount for line in lines), "items": items}}
    return (json.dumps(bill, ensure_ascii=False, indent=1) + "\n").encode()


ZONE = None  # of the shop; set by the generator


# -- meituan: "Unicode text" as a spreadsheet saves it --------------------------------------------------------------------------------

def meituan(lines, day):
    rows = [[f'="{line.reference}"', f'="{line.order_id}"', line.item, f"{yuan(line.amount)}元", f"{line.at:%Y/%m/%d}", f"{line.at:%H:%M:%S}"]
            for line in lines]
    text = "\r\n".join(["\t".join(row) for row in [["券码流水", "商户订单号", "团购项目", "结算价", "消费日期", "消费时间"], *rows]] + [""])
    return b"\xff\xfe" + text.encode("utf-16-le")


# -- ximalaya: nothing but totals by item and day -------------------------------------------------------------------------------------

def ximalaya(lines, day):
    sums = defaultdict(lambda: [0, 0])
    for line in lines:
        total = sums[line.item, line.at.date()]
        total[0] += 1
        total[1] += line.amount
    rows = [[item, of.isoformat(), count, yuan(amount)] for (item, of), (count, amount) in sorted(sums.items())]
    return table(rows, ["product", "day", "redemptions", "amount"]).encode()


#: partner -> (how its files end, what makes their bytes)
FORMATS = {
    "eleme": (".zip", eleme), "luckin": (".xlsx", luckin), "douyin": (".csv", douyin), "tmall": (".csv", tmall), "qq-music": (".json", qq_music),
    "meituan": (".txt", meituan), "ximalaya": (".csv", ximalaya),
}


def write_statements(folder, lines, partners, days):
    """One file of each partner and day."""
    for partner in partners:
        end, bytes_of = FORMATS.get(partner, (".csv", canonical))
        for day in days:
            mine = sorted((line for line in lines if line.partner == partner and line.day == day), key=lambda line: (line.at, line.reference))
            path = folder / partner / f"{day.isoformat()}{end}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bytes_of(mine, day))
