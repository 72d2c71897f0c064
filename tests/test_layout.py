"""Documents in `layouts/` imitate what files look like; here stands what a reader finds in them.

Each line of an outline is one passage, in the order of the file: its kind, and its text, or its
first and last characters where it is long. White space does not count. An outline is complete: a
sentence cut in two or two paragraphs joined make it another one.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bri_search.sources.document import Kind, Passage
from bri_search.sources.readers import read_bytes
from bri_search.sources.sections import divide
from bri_search.text.reading import reading

FOLDER = Path(__file__).parent / "layouts"
KINDS = {
    "any": set(Kind),
    "contents": {Kind.CONTENTS},
    "caption": {Kind.CAPTION},
    "heading": {Kind.HEADING},
    "item": {Kind.ITEM},
    "note": {Kind.NOTE},
    "para": {Kind.PARAGRAPH},
    "table": {Kind.TABLE},
    "text": {Kind.PARAGRAPH, Kind.ITEM},  # what is numbered may be called either
}


@dataclass(frozen=True)
class Layout:
    """A document, its passages, what is none of them, and the sections some passages are in.

    `sections` is keyed by how a passage begins; its paths leave out the title of the document, and
    the last label may be longer than written here.
    """

    name: str
    outline: str
    furniture: list[str] = field(default_factory=list)
    sections: dict[str, str] = field(default_factory=dict)


LAYOUTS = [
    Layout(
        name="white-paper-dense.txt",
        outline="""
heading  海港统计工作与开放数据
heading  白皮书
heading  2024年6月
heading  一、统计是港口的眼睛
para     港口每天都在产生数字。…口的改善最为明显。
para     数字多了，责任也就重了…位闲置同样是浪费。
heading  （一）家底
para     摸清家底是第一步。本白…面，分别说明如下。
text     1.生产性泊位，指能够…工作船停靠的码头；
text     2.通过能力，指在既定…卸的最大货物数量；
text     3.集疏运比例，指货物…时各自所占的份额。
text     （二）方法要公开。过去…车时想不到的收获。
heading  二、让数据在港口、海关…提供可以负担的服务
para     数据不流动，就像船不出…号平均被录入9次。
text     （1）一次填报。货主只…不得要求重复提交。
text     （2）到点提醒。船期变…，减少无谓的等候。
heading  结束语
para     统计的价值在于使用。愿…得起更多人的阅读。
""",
        furniture=[
            "- 3 -",
            "- 4 -",
            "- 5 -",
        ],
        sections={
            "港口每天都在": "一、统计是港口的眼睛",
            "摸清家底": "一、统计是港口的眼睛 > （一）家底",
            "（二）方法要公开": "一、统计是港口的眼睛 > （二）方法要公开",
            "数据不流动": "二、让数据在港口、海关、铁路和航运企业之间顺畅流动，为中小货主提供可以负担的服务",
            "统计的价值": "结束语",
        },
    ),
    Layout(
        name="white-paper-paged.txt",
        outline="""
heading  应对气候变化年度白皮书
heading  前言
para     气候变化是全人类面对的…，供社会各界查阅。
heading  一、减排工作稳中有进
heading  （一）能源结构
para     可再生能源已经成为新增…色电力创造了条件。
para     工业领域的节能同样值得…00多万吨标准煤。
heading  （二）碳市场
para     碳排放权交易市场启动两…响企业的投资决定。
heading  二、适应工作补上短板
para     减缓与适应如同车之两轮…两个小时发出警报。
para     差距也不容回避。农村房…的工作中逐项解决。
""",
        furniture=[
            "第 1 页",
            "应对气候变化年度白皮书",
            "第 2 页",
            "应对气候变化年度白皮书",
            "第 3 页",
            "应对气候变化年度白皮书",
            "第 4 页",
            "应对气候变化年度白皮书",
        ],
        sections={
            "气候变化是全人类": "前 言",
            "可再生能源": "一、减排工作稳中有进 > （一）能源结构",
            "碳排放权": "一、减排工作稳中有进 > （二）碳市场",
            "差距也不容": "二、适应工作补上短板",
        },
    ),
    Layout(
        name="hk-columns-12.txt",
        outline="""
heading  舊碼頭變身海事博物館
heading  船匠後人獻出三代工具學生義務導賞
para     【本報訊】停用了十七年…臨時加開兩節導賞。
heading  船塢原址保留龍門吊機可登
para     博物館分為三層。地下一…沒有用過一枚鐵釘。
para     二樓展出航海儀器和海圖…今大部分仍然準確。
heading  三代船匠捐出全套工具
para     展品之中，有一套由三代…知道沒有給錯人。」
heading  開放安排
item     ■逢星期二至日上午十時…館，公眾假期照常。
item     ■成人票價30元，學生…以下兒童免費入場。
item     ■導賞團每日四節，每節…三日前在網上預約。
caption  ▲修復後的船塢吸引大批市民拍照。（新華社）
caption  ▲何錦榮向學生示範刨木。記者陳思敏攝
""",
        furniture=[],
        sections={
            "博物館分為三層": "船塢原址保留 龍門吊機可登",
            "展品之中": "三代船匠捐出全套工具",
            "■成人票價": "開放安排",
        },
    ),
    Layout(
        name="hk-columns-18.txt",
        outline="""
heading  鄉郊學校以海為課室
heading  潮間帶成教材收生三年翻一番
note     本報記者黎海晴
para     離島東岸的石涌小學只有…把課堂搬到海邊去。
para     「海水退去的兩個小時，…的研究員也來借閱。
heading  記錄生態大學借閱
para     海洋學者譚慧敏認為，這…近海面的升溫吻合。
para     譚慧敏又說，學校所用的…先在十間學校試行。
heading  家長：願意花時間在船上
para     家長周太每日陪女兒過海…上的時間花得值得。
heading  三點經驗
item     ●課程貼着地方走，教師…案，不依賴教科書。
item     ●觀測數據公開上載，家…可查閱，有錯即改。
item     ●渡輪公司提供學生月票，船程計入上課時間。
""",
        furniture=[],
        sections={
            "海洋學者": "記錄生態 大學借閱",
            "家長周太": "家長：願意花時間在船上",
            "●觀測數據": "三點經驗",
        },
    ),
    Layout(
        name="tw-news.txt",
        outline="""
heading  租屋新法上路押金不得逾兩個月
para     〔記者林佳穎／台北報導…繕並從租金中扣除。
para     內政部地政司長許文彬說…底前提出評估報告。
heading  房東團體：擔心修繕認定引爭議
para     房東協會理事長邱國棟受…三十天內做成結論。
heading  租屋族：比較敢開口了
para     在台中工作的租屋族小陳…至少比較敢開口。」
caption  台中一處出租公寓的公告…。（記者林佳穎攝）
heading  圖書館深夜開放試辦反應熱
para     〔記者吳宗翰／高雄報導…五歲以下的年輕人。
para     館長蔡明真說，深夜時段…在門口設置排班區。
para     市民陳小姐認為，城市的…件奢侈又平常的事。
""",
        furniture=[],
        sections={
            "房東協會": "房東團體：擔心修繕認定引爭議",
            "在台中工作": "租屋族：比較敢開口了",
            "市民陳小姐": "圖書館深夜開放 試辦反應熱",
        },
    ),
    Layout(
        name="report-circled-notes.txt",
        outline="""
heading  农村义务教育质量监测报告
contents 第一章监测的由来…1
contents 第一节从数学校到看课堂…2
contents 第二节样本的选取…4
contents 第二章主要发现…9
contents 附录A问卷样张…1
heading  第一章监测的由来
heading  第一节从数学校到看课堂
para     长期以来，教育统计回答…对学校和学生排名。
note     ①《国家义务教育质量监…心理健康两个领域。
note     ②同上，第十二条。
heading  第二节样本的选取
para     样本按照分层、整群的方…测，覆盖全部省份。
heading  专栏1一所教学点的早晨
para     清晨六点半，石板沟教学…，另一个年级写字。
caption  图1-2监测样本的地区分布
caption  资料来源：课题组整理
heading  第二章主要发现
para     阅读成绩的城乡差距在缩…遍安排了晚间阅读。
note     ③两个周期使用的量尺相同，可以直接比较。
caption  表2-1各类地区中等以上水平比例
table    地区阅读数学
table    城区81.4%84.0%
table    镇区77.9%80.2%
table    乡村72.6%76.5%
heading  附录A问卷样张
para     问卷由学生在教室内独立…分钟，教师不在场。
""",
        furniture=[
            "2",
            "9",
        ],
        sections={
            "长期以来": "第一章 监测的由来 > 第一节 从数学校到看课堂",
            "样本按照": "第一章 监测的由来 > 第二节 样本的选取",
            "清晨六点半": "第一章 监测的由来 > 第二节 样本的选取 > 专栏1 一所教学点的早晨",
            "阅读成绩": "第二章 主要发现",
            "问卷由学生": "附录A 问卷样张",
        },
    ),
    Layout(
        name="report-bracketed-notes.txt",
        outline="""
heading  城市博物馆观众调查报告
contents 目次
contents 1.1调查背景..........3
contents 1.2调查方法..........5
contents 2.1观众是谁..........8
contents 2.2他们为什么来........12
heading  1.1调查背景
para     博物馆免费开放已经十五…卷18,406份。
note     [1]国家文物局，《2…，2024年5月。
note     [2]本次调查得到十二…的协助，特此致谢。
heading  1.2调查方法
para     问卷在出口处发放，由观…假日期间暂停发放。
para     访谈安排在问卷之后，每…，时间约四十分钟。
heading  2.1观众是谁
para     观众比想象中年轻。三十…均达到143分钟。
note     [3]含专科生与研究生。
caption  表1观众年龄与停留时间
table    年龄占比平均停留（分钟）
table    18岁以下21%96
table    18至30岁31%128
table    年龄占比平均停留（分钟）
table    31至50岁29%117
table    50岁以上19%104
heading  2.2他们为什么来
para     选择“陪孩子”的占38…能成为长久的缘分。
para     2023年夏天，多家博…而不是拍完照就走。
""",
        furniture=[
            "- 3 -",
            "5",
            "8",
        ],
        sections={
            "博物馆免费开放": "1.1 调查背景",
            "观众比想象中": "2.1 观众是谁",
            "选择“陪": "2.2 他们为什么来",
        },
    ),
    Layout(
        name="report-unmarked-notes.txt",
        outline="""
heading  中等城市供水安全评估
heading  第一部分水从哪里来
para     全国六百多座城市中，约…下游担心水价上涨。
note     1参见《城市供水应急规…19年版，第三章。
note     2水利部门的统计把地下…前的数据未作调整。
para     2021年冬季的一次寒…并向社会公布结果。
note     ¹调查组访谈记录，2022年3月。
note     ²现行考核办法只检查预案文本。
heading  第二部分水到哪里去
para     管网漏损是另一处隐忧。…度需要整整一百年。
para     较为可行的办法是先测后…面更换的十分之一。
""",
        furniture=[
            "17",
        ],
        sections={
            "全国六百多座": "第一部分 水从哪里来",
            "管网漏损": "第二部分 水到哪里去",
        },
    ),
    Layout(
        name="journal-article.txt",
        outline="""
note     DOI：10.3456…23.04.007
heading  方志中的气候记录与地方应对
heading  ——以清代江南三县为中心
any      沈亦舟，郭明远
any      （江海大学历史学院，江苏南京210000）
para     摘要：地方志保存了大量…为气候的客观反映。
para     关键词：方志；气候记录；赈济；江南
heading  一、问题的提出
para     气候史研究依靠方志由来…词，都不是偶然的。
para     有鉴于此，本文试图把方…人取舍，为谁而写。
heading  二、材料与方法
heading  （一）三县方志的编纂
para     三县在清代共修志十四次…百字，多者近万言。
heading  （二）词语的分级
para     参照前人的做法[4]，…致处经讨论后确定。
heading  三、结论
para     方志的灾异记录既是气候…再问天气究竟如何。
heading  参考文献
note     [1]江海气象研究所．…出版社，1981．
note     [2]陆行舟．灾异与书…3）：45-58．
note     [3]赵望．明清方志编…塘大学，2014．
note     [4]GREENA,B…:101-119.
note     作者简介：沈亦舟（19…研究方向为环境史。
heading  ClimateReco…azetteers
para     Abstract:Lo…gdebated.
para     Keywords:ga…;Jiangnan
""",
        furniture=[
            "·58·",
        ],
        sections={
            "气候史研究": "一、问题的提出",
            "三县在清代": "二、材料与方法 > （一）三县方志的编纂",
            "参照前人": "二、材料与方法 > （二）词语的分级",
            "方志的灾异记录既是": "三、结论",
            "[2]陆行舟": "参考文献",
        },
    ),
    Layout(
        name="mirror-notes.md",
        outline="""
heading  湿地保护纪事
caption  航拍的湿地
heading  一、一片水洼的来历
para     这片湿地原是黄河改道留…三分之一[^1]。
para     鸟来的时候，天是黑的；鸟走的时候，天也是黑的。
para     这是村里老人常说的一句话。
heading  二、退田还湖
para     2004年起，县里分三…村规。主要做法是：
item     -先测后退，按测绘结果…议的可以申请复核；
item     -复核由三个村的代表共同进行；
item     -结果张榜七天。
item     -补偿按十年收成的平均数计算，一次付清；
item     -愿意留下的农户改做护鸟员，每月领取工资。
text     1.第一期退田八百亩。
text     2.第二期退田一千一百亩。
table    |年份|水面（亩）|鸟类（种）|
table    |------|---…--------|
table    |2004|1000|61|
table    |2022|2900|124|
heading  三、还没有做完的事
para     水面恢复了，水质却还差…[头一回][1]。
note     [^1]:据县志办1987年的调查。
note     [^note]:2019年夏季共发生四次。
""",
        furniture=["---", "title: 湿地保护纪事", "date: 2023-11-02", "tags: [生态, 湿地]", "---"],
        sections={
            "这片湿地": "一、一片水洼的来历",
            "-先测后退": "二、退田还湖",
            "水面恢复了": "三、还没有做完的事",
        },
    ),
    Layout(
        name="wrapped.md",
        outline="""
heading  HarbourDataHandbook
para     Thishandboo…itemeans.
heading  Collecting
para     Everyshipth…hereason.
text     1.Enterthec…aybefore.
text     2.Enterthed…edecimal.
text     3.Signwithyourfullname.
heading  校核与发布
para     每月五日之前，各泊位把…由统计员自行改动。
item     公开发布的数字必须注明…给出新旧两个数字；
item     发布之后发现差错的，三…且保留原来的数字。
any      2024-05-01,…urora,9.8
para     Figuresfort…asesayso.
""",
        furniture=[
            "=====================",
            "----------",
            "```",
            "```",
            "* * *",
        ],
        sections={
            "Everyshipthat": "Collecting",
            "每月五日之前": "校核与发布",
        },
    ),
    Layout(
        name="en-report.txt",
        outline="""
heading  FINANCINGTH…HEPACIFIC
heading  Abriefingfo…transport
contents CONTENTS
contents 1Introducti…........2
contents 2Money.....…........4
contents 2.3Financin…........6
contents AnnexATerms….......11
heading  1Introduction
para     Smallportsc…ooughtto.
para     Earlierwork…dtherest.
heading  2Money
heading  2.1Whatrepairscost
para     Anewcraneco…pendmore.
heading  Box1.Thehar…snotebook
para     Forthirtyye…theprice.
heading  2.3Financing
para     Threesource…ownprice:
item     •portdues,w…luctance;
item     •grantsfrom…orupkeep;
item     •pooledinsu…badstorm.
para     Ofthethree,…theclaim.
note     1SeePacific…pp.14-19.
heading  CONCLUSION
para     Upkeepische…tscranes.
caption  Table1.Cost…byharbour
table    HarbourCranesUpkeep(USD)
table    Falelima2181,000
table    Nukuroa174,500
table    PortEllery3290,000
""",
        furniture=[
            "Financing the Small Ports of the Pacific",
            "Page 2 of 12",
            "Financing the Small Ports of the Pacific",
            "Page 3 of 12",
            "Financing the Small Ports of the Pacific",
            "Page 4 of 12",
        ],
        sections={
            "Smallports": "1 Introduction",
            "Anewcrane": "2 Money > 2.1 What repairs cost",
            "Forthirtyyears": "2 Money > 2.1 What repairs cost > Box 1. The harbour master's notebook",
            "Ofthethree": "2 Money > 2.3 Financing",
            "Upkeepischeaper": "CONCLUSION",
        },
    ),
    Layout(
        name="en-briefing-indented.txt",
        outline="""
heading  RiversandLaw
heading  Notesforthe…14May2023
heading  Whytreatiesfail
para     Mostrivertr…rtyyears.
para     Treatiestha…osure[2].
heading  Whatacommissioncando
para     Acommission…datnight.
text     (a)Gaugesar…sanumber.
text     (b)Moneyfro…omdonors.
text     (c)Thetelep…orfloods.
heading  Sources
note     [1]Okafor,N…9,pp.3-8.
note     [2]Lindqvis….211-230.
""",
        furniture=[],
        sections={
            "Acommissionneeds": "What a commission can do",
            "[1]Okafor": "Sources",
        },
    ),
    Layout(
        name="speech-crlf.txt",
        outline="""
heading  在古籍修复工作座谈会上的发言
heading  （二〇二三年十月十二日）
para     各位同事：
para     今天请大家来，是想谈一…百万册要一百多年。
heading  一、队伍从哪里来
para     过去靠师傅带徒弟，一个…的，不到三分之一。
text     （一）待遇要跟上。修复…，不按照论文评级。
text     （二）材料要备足。修复…，再不扶持就断了。
heading  二、先修什么
para     我的意见是三句话：
text     1．先救命，后治病。虫…续的，先止住再说。
text     2．先孤本，后复本。天下只此一部的，排在前面。
text     3．先读者，后库房。有…在没有人看的前面。
para     今天就说到这里，请大家批评指正。
""",
        furniture=[],
        sections={
            "过去靠师傅": "一、队伍从哪里来",
            "（二）材料": "一、队伍从哪里来 > （二）材料要备足",
            "2．先孤本": "二、先修什么 > 2．先孤本，后复本",
        },
    ),
    Layout(
        name="regulation.txt",
        outline="""
heading  滨海市图书馆条例
any      （2022年11月25…会第八次会议通过）
contents 目录
contents 第一章总则
contents 第二章设立与运行
contents 第三章服务
heading  第一章总则
text     第一条为了保障公众的阅…实际，制定本条例。
text     第二条本市行政区域内图…活动，适用本条例。
text     第三条图书馆工作应当坚…规定接受公众监督。
heading  第二章设立与运行
text     第四条设立公共图书馆应当具备下列条件：
text     （一）有章程和固定的馆…合消防安全的要求；
text     （二）有与服务人口相适应的文献信息资源；
text     （三）法律、行政法规规定的其他条件。
text     第五条公共图书馆应当建…民政府批准后施行。
heading  第三章服务
text     第六条公共图书馆每周开…应当提前七日公告。
any      公共图书馆应当为老年人…文献、设施和服务。
text     第七条本条例自2023年3月1日起施行。
""",
        furniture=[
            "— 4 —",
        ],
        sections={
            "第三条": "第一章 总则 > 第三条",
            "（二）有与": "第二章 设立与运行 > 第四条 > （二）有与服务人口相适应的文献信息资源",
            "第七条": "第三章 服务 > 第七条",
        },
    ),
    Layout(
        name="list-report.txt",
        outline="""
heading  老旧小区加装电梯年度总结
heading  1基本情况
para     全市共有四层以上无电梯…不出钱，也不反对。
heading  2主要做法
para     一年来的工作归纳起来有四条，各区可以参照执行：
text     1.把账算清楚。街道请…里，谁都可以来问。
text     2.把人请到一起。有分…表决结果当场公布。
text     3.把低层的顾虑放在前…低层住户签字为止。
text     4.把维保写进合同。十…在三十分钟内到场。
para     专家组对这些做法的评价…障。三者缺一不可。
heading  3存在的问题
para     问题主要有三个方面。第…此又生出新的矛盾。
heading  4下一步打算
text     （1）建立管线档案，三年内补测完毕；
text     （2）与两家银行商定专…率不高于3.2%；
text     （3）试行低层补偿指引。
""",
        furniture=[
            "6",
        ],
        sections={
            "全市共有": "1 基本情况",
            "2.把人": "2 主要做法 > 2. 把人请到一起",
            "问题主要": "3 存在的问题",
            "（2）与两家": "4 下一步打算 > （2）与两家银行商定专项贷款",
        },
    ),
    Layout(
        name="white-paper-bare-numbers.txt",
        outline="""
heading  粮食节约行动情况
heading  第一节总体进展
para     节约粮食是一项长期的事…多养活两千多万人。
text     （1）收割环节。机手培…失小麦十多亿公斤。
text     （2）储存环节。低温仓…够再建两座中心库。
heading  第二节存在的差距
text     １．餐饮浪费仍较普遍。…餐平均剩余46克。
text     ２．加工过精过细。大米…%，营养大量流失。
""",
        furniture=[
            "11",
            "12",
            "13",
        ],
        sections={
            "节约粮食是": "第一节 总体进展",
            "（2）储存": "第一节 总体进展 > （2）储存环节",
            "２．加工": "第二节 存在的差距 > ２．加工过精过细",
        },
    ),
    Layout(
        name="en-column-heads.txt",
        outline="""
heading  UpkeepandMemory
note     ByInesCalder
para     Museumskeep…tanswers.
heading  THEFIRSTANSWER
para     Astoreroomi…0objects.
heading  THESECONDANSWER
para     Astoreroomi…facellar.
item     –Thecellari…egallery.
item     –Thecellarh…ndonekey.
para     Neitherfactwasplanned.
""",
        furniture=[
            "12 HARBOUR REVIEW",
            "UPKEEP AND MEMORY 13",
            "14 HARBOUR REVIEW",
            "UPKEEP AND MEMORY 15",
        ],
        sections={
            "Astoreroomisalibrary": "THE FIRST ANSWER",
            "–Thecellarisdry": "THE SECOND ANSWER",
        },
    ),
    Layout(
        name="hk-interview.txt",
        outline="""
heading  專訪：天文台前預報員談極端天氣
note     本報記者江若嵐
para     退休預報員潘國輝在天文…市要學會與它共處。
heading  問：黑雨愈來愈多，是錯覺嗎？
para     答：不是。過去一百年，…有見過這樣的數字。
heading  問：預報可以提早多久？
para     答：颱風可以提早三至五…楚，不要讓市民猜。
heading  小檔案
item     ★潘國輝，六十一歲，一…駐機場氣象所八年。
item     ★著有《看雲的人》，收錄颱風筆記二十七篇。
caption  ▲潘國輝展示當年的手繪天氣圖。記者江若嵐攝
""",
        furniture=[],
        sections={
            "答：颱風": "問：預報可以提早多久？",
            "★著有": "小檔案",
        },
    ),
    Layout(
        name="report-chapter-heads.txt",
        outline="""
heading  城市公园使用状况报告
heading  第一章公园的一天
para     清晨五点半，公园的门还…，比平日多出一倍。
caption  表1-1三类公园的日均人次
table    类型平日周末
table    综合公园820014600
table    社区公园21002500
caption  注：不含夜间开放时段。
heading  第二章谁没有来
para     没有来的人同样值得关心…路线可以通到湖边。
any      （来源：课题组2025年调查）
""",
        furniture=[
            "3",
            "第一章 公园的一天",
            "4",
            "第一章 公园的一天",
            "5",
            "第二章 谁没有来",
            "6",
            "第二章 谁没有来",
        ],
        sections={
            "清晨五点半": "第一章 公园的一天",
            "没有来的人": "第二章 谁没有来",
        },
    ),
]


def read(name: str) -> tuple[str, tuple[Passage, ...], list[str], list[str]]:
    """The text of a document, its passages, what each reads like, and the lines of furniture."""
    path = FOLDER / name
    document = read_bytes(name, path.suffix, path.read_bytes())
    passages, furniture = divide(document.text, document.has_markup, document.structure)
    texts = [
        re.sub(
            r"\s+",
            "",
            reading([(s, document.text[s:e]) for s, e in p.spans], document.has_markup).text,
        )
        for p in passages
    ]
    lines = [
        line
        for piece in furniture
        if piece.what != "white space"
        for line in document.text[slice(*piece.span)].split("\n")
    ]
    return document.text, tuple(passages), texts, lines


def agrees(written: str, passage: Passage, text: str) -> bool:
    """Whether a line of an outline is this passage."""
    kind, _, looks = written.partition(" ")
    if passage.kind not in KINDS[kind]:
        return False
    looks = looks.strip()
    if "…" not in looks:
        return text == looks
    start, _, end = looks.partition("…")
    return text.startswith(start) and text.endswith(end)


def looks_like(passage: Passage, text: str) -> str:
    return f"{passage.kind.value:8} {text if len(text) <= 24 else f'{text[:11]}…{text[-9:]}'}"


every_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)


@every_layout
def test_passages_are_those_a_reader_finds(layout: Layout) -> None:
    _, passages, texts, _ = read(layout.name)
    expected = layout.outline.strip().split("\n")
    found = [
        looks_like(passage, text)
        if place >= len(expected) or not agrees(expected[place], passage, text)
        else expected[place]
        for place, (passage, text) in enumerate(zip(passages, texts, strict=True))
    ]
    assert found == expected


@every_layout
def test_furniture_is_all_that_is_left_out(layout: Layout) -> None:
    _, _, _, lines = read(layout.name)
    assert lines == layout.furniture


@every_layout
def test_passages_are_in_their_sections(layout: Layout) -> None:
    _, passages, texts, _ = read(layout.name)
    for start, path in layout.sections.items():
        places = [place for place, text in enumerate(texts) if text.startswith(start)]
        assert places, f"no passage begins with {start}"
        last = passages[places[-1]].section
        wanted = path.split(" > ")
        found = last[len(last) - len(wanted) :]
        assert len(last) <= len(wanted) + 1, last
        assert [label[: len(name)] for label, name in zip(found, wanted, strict=True)] == wanted


@every_layout
def test_every_character_is_in_one_passage_or_furniture(layout: Layout) -> None:
    path = FOLDER / layout.name
    document = read_bytes(layout.name, path.suffix, path.read_bytes())
    text = document.text
    passages, furniture = divide(text, document.has_markup, document.structure)
    pieces = sorted(
        [span for passage in passages for span in passage.spans]
        + [piece.span for piece in furniture]
    )
    assert [start for start, _ in pieces] == [0] + [end for _, end in pieces[:-1]]
    assert pieces[-1][1] == len(text)


def test_every_layout_has_an_outline() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(
        layout.name for layout in LAYOUTS
    )


def test_a_circled_letter_is_no_number_of_a_note() -> None:
    passages, _ = divide("正文㉠接着说。\n\n㉠ 不是脚注的编号。\n", has_markup=False)
    assert len(passages) == 2


def test_what_a_list_of_several_things_repeats_is_no_running_head() -> None:
    profile = (
        "国别概况：{}\n首都：万象\n签署共建“一带一路”合作文件：2018年\n合作重点\n"
        "基础设施建设与能源\n风险提示\n投资者应自行核实当地法律。\n\n"
    )
    text = "".join(profile.format(name) for name in ("老挝", "越南", "泰国"))
    _, furniture = divide(text, has_markup=False)
    assert {piece.what for piece in furniture} <= {"white space"}


# -- English titles ---------------------------------------------------------------------------------

LONG_TITLE = "How the Merchant Routes of the Coast Became Freight Corridors"


@pytest.mark.parametrize("first", ["Twenty-first-century freight", "Infrastructure for freight"])
@pytest.mark.parametrize("width", [64, 72, 90, 400])
def test_a_title_above_a_paragraph_with_a_long_first_word(first: str, width: int) -> None:
    body = (
        f"{first} moves along routes that were drawn when merchant ships still went under sail, "
        "and most of the ports they called at are ports today. Nobody planned it so."
    )
    more = (
        "The ports of the coast are many and old, and each of them has a harbour master who keeps "
        "a book of every ship that comes in and every ship that goes out."
    )
    blocks = [LONG_TITLE, body, "1. Ports", more, "2. Ships", more]
    text = "\n\n".join("\n".join(textwrap.wrap(block, width)) for block in blocks) + "\n"
    passages, _ = divide(text, False)
    told = [(one.kind.value, " ".join(text[one.start : one.end].split())) for one in passages]
    assert told[:3] == [("heading", LONG_TITLE), ("paragraph", body), ("heading", "1. Ports")]
    assert passages[2].section == (LONG_TITLE, "1. Ports")
