"""The words that the records are made of, each in Chinese and English."""

from typing import NamedTuple

from events.models import EventKind
from members.models import LegalForm


class Words(NamedTuple):
    zh: str
    en: str


class Place(NamedTuple):
    zh: str
    en: str
    country: str
    zone: str
    latitude: str
    longitude: str


PLACES = [
    Place("北京", "Beijing", "CN", "Asia/Shanghai", "39.9042", "116.4074"),
    Place("上海", "Shanghai", "CN", "Asia/Shanghai", "31.2304", "121.4737"),
    Place("广州", "Guangzhou", "CN", "Asia/Shanghai", "23.1291", "113.2644"),
    Place("成都", "Chengdu", "CN", "Asia/Shanghai", "30.5728", "104.0668"),
    Place("昆明", "Kunming", "CN", "Asia/Shanghai", "24.8801", "102.8329"),
    Place("日内瓦", "Geneva", "CH", "Europe/Zurich", "46.2044", "6.1432"),
    Place("纽约", "New York", "US", "America/New_York", "40.7128", "-74.0060"),
    Place("内罗毕", "Nairobi", "KE", "Africa/Nairobi", "-1.2921", "36.8219"),
    Place("亚的斯亚贝巴", "Addis Ababa", "ET", "Africa/Addis_Ababa", "9.0300", "38.7400"),
    Place("路易港", "Port Louis", "MU", "Indian/Mauritius", "-20.1609", "57.5012"),
    Place("开罗", "Cairo", "EG", "Africa/Cairo", "30.0444", "31.2357"),
    Place("迪拜", "Dubai", "AE", "Asia/Dubai", "25.2048", "55.2708"),
    Place("新德里", "New Delhi", "IN", "Asia/Kolkata", "28.6139", "77.2090"),
    Place("曼谷", "Bangkok", "TH", "Asia/Bangkok", "13.7563", "100.5018"),
    Place("金边", "Phnom Penh", "KH", "Asia/Phnom_Penh", "11.5564", "104.9282"),
    Place("雅加达", "Jakarta", "ID", "Asia/Jakarta", "-6.2088", "106.8456"),
    Place("首尔", "Seoul", "KR", "Asia/Seoul", "37.5665", "126.9780"),
    Place("东京", "Tokyo", "JP", "Asia/Tokyo", "35.6762", "139.6503"),
    Place("悉尼", "Sydney", "AU", "Australia/Sydney", "-33.8688", "151.2093"),
    Place("莫斯科", "Moscow", "RU", "Europe/Moscow", "55.7558", "37.6173"),
    Place("巴黎", "Paris", "FR", "Europe/Paris", "48.8566", "2.3522"),
    Place("波恩", "Bonn", "DE", "Europe/Berlin", "50.7374", "7.0982"),
    Place("伦敦", "London", "GB", "Europe/London", "51.5074", "-0.1278"),
    Place("圣保罗", "São Paulo", "BR", "America/Sao_Paulo", "-23.5505", "-46.6333"),
]
BEIJING, ABROAD = PLACES[0], [place for place in PLACES if place.country != "CN"]

SUBJECTS = [
    Words("社区垃圾分类", "waste sorting in neighbourhoods"),
    Words("城市生物多样性", "biodiversity in the city"),
    Words("湿地保护", "the protection of wetlands"),
    Words("低碳出行", "low-carbon travel"),
    Words("青年气候行动", "climate action by young people"),
    Words("老年友好社区", "age-friendly neighbourhoods"),
    Words("乡村儿童阅读", "reading for rural children"),
    Words("残障人士就业", "jobs for people with disabilities"),
    Words("志愿服务", "volunteering"),
    Words("乡村教师培训", "training for rural teachers"),
    Words("女性创业", "women's enterprises"),
    Words("应急救援", "emergency rescue"),
    Words("公共卫生", "public health"),
    Words("传统手工艺", "traditional crafts"),
    Words("城市花园", "city gardens"),
    Words("清洁能源", "clean energy"),
    Words("节水农业", "water-saving farming"),
    Words("数字普惠", "digital inclusion"),
    Words("文化遗产保护", "the care of heritage"),
    Words("可持续消费", "sustainable consumption"),
    Words("防灾减灾", "disaster risk reduction"),
    Words("海洋塑料治理", "plastic in the ocean"),
    Words("法律援助", "legal aid"),
    Words("社会组织能力建设", "the skills of NGOs"),
]

EVENT_TITLES = {
    EventKind.EARTH_HOUR: Words("{place}“地球一小时”：{subject}", "Earth Hour in {place}: {subject}"),
    EventKind.FORUM: Words("{place}{subject}论坛", "Forum on {subject}, {place}"),
    EventKind.SIDE_EVENT: Words("边会：{subject}的{place}实践", "Side event: {subject}, cases from {place}"),
    EventKind.SYMPOSIUM: Words("{subject}研讨会（{place}）", "Symposium on {subject}, {place}"),
    EventKind.LECTURE: Words(
        "讲座：{subject}与民间组织", "Lecture in {place}: {subject} and what NGOs can do"
    ),
    EventKind.EXHIBITION: Words("{place}{subject}图片展", "Photographs from {place}: {subject}"),
    EventKind.TRAINING: Words("{subject}培训班（{place}）", "Training course in {place}: {subject}"),
    EventKind.WALK: Words("走读{place}：{subject}主题徒步", "A walk in {place} for {subject}"),
    EventKind.CAMP: Words("{place}青年交流营：{subject}", "Youth camp in {place}: {subject}"),
    EventKind.RECEPTION: Words("{place}伙伴见面会：{subject}", "Meeting of partners in {place}: {subject}"),
    EventKind.STATEMENT_SESSION: Words(
        "“{subject}”专题发言会（{place}）", "Statements on {subject}, {place}"
    ),
}

VENUES = [
    Words("国际会议中心", "International Conference Centre"),
    Words("市图书馆报告厅", "Lecture hall of the City Library"),
    Words("大学礼堂", "University Hall"),
    Words("社区活动中心", "Community Centre"),
    Words("文化中心", "Cultural Centre"),
    Words("青少年宫", "Youth Centre"),
]

THEME_LINES = [
    Words("小行动，大改变", "Small steps, great change"),
    Words("一起走，走得远", "Together we go further"),
    Words("从社区开始", "It begins in the neighbourhood"),
    Words("听见彼此", "Hearing each other"),
    Words("让经验流动起来", "Let experience travel"),
]

SUMMARIES = [
    Words(
        "{number}家组织在{place}讨论{subject}，交流各自的做法。",
        "In {place}, {number} organisations discuss {subject} and compare what has worked.",
    ),
    Words(
        "围绕{subject}，{place}的民间组织和协会会员介绍案例，商量下一步合作。",
        "NGOs from {place} and members of the association present cases in {subject} and plan what to do next.",
    ),
    Words(
        "{number}名从业者和志愿者分享{subject}的经验与教训。",
        "Practitioners and volunteers, {number} of them, share what they have learned about {subject}.",
    ),
    Words(
        "以{subject}为题，面向会员单位和公众，现场有中英文翻译。",
        "For members and the public, on {subject}, with interpretation between Chinese and English.",
    ),
]

PARAGRAPHS = [
    Words(
        "近年来，{subject}受到越来越多的关注。{place}的民间组织从居民身边的小事做起，摸索出一套可以推广的办法。",
        "More and more people care about {subject}. The NGOs of {place} began with small things close to home "
        "and found a way of working that others can use.",
    ),
    Words(
        "活动汇集了{number}家组织的案例，既有成功的经验，也有走过的弯路。主办方把材料整理成册，供会员单位参考。",
        "Cases came from {number} organisations, and not all of them were successes. "
        "The organisers collect the material in a booklet for members.",
    ),
    Words(
        "讨论分为三组：政策与资金、社区参与、国际合作。每组提出三条建议，由秘书处汇总后分送有关单位。",
        "There are three groups, on policy and money, on taking part, and on working across borders. "
        "Each makes three proposals, which the secretariat passes on.",
    ),
    Words(
        "来自{place}的伙伴谈到，{subject}离不开稳定的志愿者队伍和清楚的数据，{number}个社区的对比说明了这一点。",
        "Partners from {place} said that {subject} needs volunteers who stay and figures that are clear; "
        "a comparison of {number} neighbourhoods shows why.",
    ),
    Words(
        "下一步，双方将互派工作人员，共同设计一个为期一年的试点，并在年底公布进展。",
        "Next, the two sides will exchange staff, design a pilot of one year together, "
        "and report at its end on how it went.",
    ),
]

BRANDS = [
    *(
        Words("青禾", "Qinghe"),
        Words("晨光", "Chenguang"),
        Words("远山", "Yuanshan"),
        Words("同行", "Tongxing"),
    ),
    *(Words("益路", "Yilu"), Words("清源", "Qingyuan"), Words("和风", "Hefeng"), Words("星火", "Xinghuo")),
    *(Words("绿芽", "Lüya"), Words("知行", "Zhixing"), Words("春晖", "Chunhui"), Words("海棠", "Haitang")),
    *(Words("银杏", "Yinxing"), Words("微光", "Weiguang"), Words("沃土", "Wotu"), Words("桥梁", "Qiaoliang")),
]
FIELDS = [
    *(Words("生态保护", "Ecology"), Words("公共卫生", "Public Health"), Words("青年发展", "Young People")),
    *(Words("社区发展", "Neighbourhoods"), Words("教育", "Education"), Words("应急救援", "Rescue")),
    *(Words("文化交流", "Culture"), Words("法律援助", "Legal Aid"), Words("养老", "Older People")),
    *(Words("儿童福利", "Child Welfare"), Words("助残", "Disability"), Words("清洁能源", "Clean Energy")),
]
FORMS = [
    (Words("基金会", "Foundation"), LegalForm.FOUNDATION),
    (Words("促进会", "Association"), LegalForm.ASSOCIATION),
    (Words("服务中心", "Service Centre"), LegalForm.SERVICE),
    (Words("研究院", "Institute"), LegalForm.SERVICE),
]
ABOUT = [
    Words(
        "在{place}从事{subject}，有{number}名专职人员和一支志愿者队伍。",
        "Works on {subject} in {place}, with a staff of {number} and many volunteers.",
    ),
    Words(
        "关注{subject}，为{number}个社区提供支持，并参与国际交流。",
        "Supports {number} neighbourhoods in {subject} and takes part in exchanges abroad.",
    ),
]

OUTGOING = Words("赴{place}考察{subject}", "To {place}, to study {subject}")
INCOMING = Words("{place}代表团来京交流{subject}", "Visitors from {place}, to talk about {subject}")
PURPOSE = Words(
    "了解{place}在{subject}方面的做法，寻找合作伙伴",
    "To see how {place} handles {subject} and to find partners",
)
STOPS = [
    Words("与当地民间组织座谈", "Discussion with local NGOs"),
    Words("参观社区项目", "Visit to a neighbourhood project"),
    Words("拜会市政部门", "Call on the city government"),
    Words("参观博物馆", "Visit to a museum"),
]
OUTCOMES = [
    Words("双方同意每年互访一次", "The two sides agree to visit each other once a year"),
    Words("签署合作备忘录", "A memorandum of cooperation is signed"),
    Words("交换案例材料，翻译成双方文字", "Cases are exchanged and translated into both languages"),
]

ARTICLE_TITLES = [
    Words("在{place}谈{subject}", "In {place}, on {subject}"),
    Words("{place}见闻：{subject}怎么做", "Notes from {place}: how to go about {subject}"),
    Words("从{place}看{subject}", "What {place} teaches about {subject}"),
    Words("伙伴故事：{place}的{subject}", "A partner's story: {subject} in {place}"),
]
SOURCE = Words("秘书处", "Secretariat")

AGENDA = [
    (Words("签到", "Registration"), "08:30", "09:00"),
    (Words("开幕致辞", "Opening"), "09:00", "09:30"),
    (Words("案例分享", "Cases"), "09:30", "11:00"),
    (Words("分组讨论", "Discussion in groups"), "11:00", "12:00"),
]

FAMILY_NAMES = [
    *(
        ("王", "WANG"),
        ("李", "LI"),
        ("张", "ZHANG"),
        ("刘", "LIU"),
        ("陈", "CHEN"),
        ("杨", "YANG"),
        ("赵", "ZHAO"),
    ),
    *(
        ("黄", "HUANG"),
        ("周", "ZHOU"),
        ("吴", "WU"),
        ("徐", "XU"),
        ("孙", "SUN"),
        ("马", "MA"),
        ("朱", "ZHU"),
    ),
]
GIVEN_NAMES = [
    *(("明", "Ming"), ("芳", "Fang"), ("伟", "Wei"), ("静", "Jing"), ("晓雨", "Xiaoyu"), ("文清", "Wenqing")),
    *(
        ("子涵", "Zihan"),
        ("建国", "Jianguo"),
        ("思远", "Siyuan"),
        ("雪", "Xue"),
        ("海燕", "Haiyan"),
        ("志强", "Zhiqiang"),
    ),
]
POSITIONS = [
    Words("秘书长", "Secretary-General"),
    Words("项目主管", "Programme manager"),
    Words("研究员", "Researcher"),
    Words("志愿者", "Volunteer"),
]
