#include "linkage/testing/persons.h"

#include <algorithm>
#include <map>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "common/code_points.h"
#include "linkage/sound.h"

namespace lianfang::linkage {
namespace {

constexpr size_t kName = 0;
constexpr size_t kSex = 1;
constexpr size_t kBirth = 2;
constexpr size_t kId = 3;
constexpr size_t kEmployer = 4;
constexpr size_t kPhone = 5;

// Family names, most frequent first; given names are made of these characters, likewise.
constexpr absl::string_view kFamilyNames =
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    "田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛"
    "伍韦申尤毕聂丛焦"
    "向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司"
    "柏宁柯阮桂";
constexpr absl::string_view kMale =
    "伟强磊军勇杰涛明超平刚辉鹏飞斌波华建国文亮龙云峰志海洋宇浩俊博林东永生成新晨凯旭昊振宏卫清德福全春庆荣忠义世民利安"
    "顺立喜贵锋"
    "健翔彬毅松岩泽瑞栋梁邦诚信友良仁和才发康武仲季孟延岭山川江河湖天元亨贞乾坤泰恒升晋豫潞";
constexpr absl::string_view kFemale =
    "芳娜敏静秀丽艳娟霞英兰燕玲桂红梅莉萍婷雪慧琳珍凤洁琴素云莲真环雯月莺媛瑾佳嘉琼勤贞荷晓彤欣蕊薇菁梦岚苑婕馨瑗琰韵融"
    "园艺咏卿聪"
    "澜纯毓悦昭冰爽琬茗羽希宁淑惠珠翠雅芝玉萱红娥巧美娴";
constexpr absl::string_view kPlaces[] = {"高平市", "泽州县", "阳城县", "沁水县",
                                         "陵川县", "晋城市", "长治市", "长子县"};
constexpr absl::string_view kAreas[] = {"140581", "140525", "140522", "140521", "140524", "140502", "140402", "140428"};
constexpr absl::string_view kFirms[] = {"煤业",     "矿业", "化工", "建筑工程", "运输",
                                        "机械制造", "铸造", "陶瓷", "耐火材料", "水泥"};
constexpr absl::string_view kForms[] = {"有限公司", "有限责任公司", "集团有限公司", ""};

// SplitMix64.
class Dice {
 public:
  explicit Dice(uint64_t seed) : state_(seed) {}
  uint64_t Next() {
    uint64_t x = (state_ += 0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    return x ^ (x >> 31);
  }
  size_t Below(size_t bound) { return Next() % bound; }
  bool Chance(double share) { return static_cast<double>(Next() >> 11) * 0x1p-53 < share; }
  // The first ones far more often.
  size_t Ranked(size_t bound) {
    const double x = static_cast<double>(Next() >> 11) * 0x1p-53;
    return static_cast<size_t>(static_cast<double>(bound) * x * x);
  }

 private:
  uint64_t state_;
};

std::vector<std::string> Characters(absl::string_view text) {
  std::vector<std::string> characters;
  ForEachCodePoint(text, [&characters](char32_t c) {
    characters.emplace_back();
    AppendCodePoint(c, characters.back());
  });
  return characters;
}

std::string WithCheck(const std::string& body) {
  static constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += (body[i] - '0') * kWeights[i];
  return absl::StrCat(body, std::string(1, "10X98765432"[sum % 11]));
}

struct Person {
  std::string family;
  std::string given;
  bool female;
  absl::CivilDay birth;
  std::string area;
  int sequence;
  std::string employer;
  std::string phone;
};

class Town {
 public:
  explicit Town(uint64_t seed)
      : dice_(seed), families_(Characters(kFamilyNames)), male_(Characters(kMale)), female_(Characters(kFemale)) {
    for (const auto* pool : {&families_, &male_, &female_}) {
      for (const std::string& character : *pool) alike_[Pinyin(character)].push_back(character);
    }
  }

  Registers Invent(size_t count) {
    Registers registers;
    std::vector<std::string> firms = Firms(count / 60 + 5);
    Person before{};
    for (uint32_t person = 0; person < count; ++person) {
      const Person next = Next(person > 0 ? &before : nullptr, firms);
      // One in ten is known to one register alone.
      const double share = static_cast<double>(dice_.Below(20));
      if (share != 0) registers.clean.push_back({person, Clean(next)});
      if (share != 1) registers.copied.push_back({person, Copied(next)});
      before = next;
    }
    for (size_t i = registers.copied.size(); i > 1; --i)
      std::swap(registers.copied[i - 1], registers.copied[dice_.Below(i)]);
    return registers;
  }

 private:
  std::vector<std::string> Firms(size_t count) {
    std::vector<std::string> firms;
    for (size_t i = 0; i < count; ++i) {
      firms.push_back(absl::StrCat(kPlaces[dice_.Below(8)], male_[dice_.Below(male_.size())],
                                   female_[dice_.Below(female_.size())], kFirms[dice_.Below(10)],
                                   kForms[dice_.Below(4)]));
    }
    return firms;
  }

  std::string Given(bool female) {
    const std::vector<std::string>& pool = female ? female_ : male_;
    std::string given = pool[dice_.Ranked(pool.size())];
    if (dice_.Chance(0.75)) given += pool[dice_.Ranked(pool.size())];
    return given;
  }

  Person Next(const Person* before, const std::vector<std::string>& firms) {
    Person person;
    person.female = dice_.Chance(0.45);
    person.given = Given(person.female);
    const bool sibling = before != nullptr && dice_.Chance(0.1);
    const bool twin = sibling && dice_.Chance(0.1);
    person.family = sibling ? before->family : families_[dice_.Ranked(families_.size())];
    person.birth = twin ? before->birth : absl::CivilDay(1955, 1, 1) + static_cast<int64_t>(dice_.Below(18'000));
    const size_t area = dice_.Chance(0.6) ? 0 : dice_.Below(8);
    person.area = sibling ? before->area : std::string(kAreas[area]);
    person.sequence = twin ? (before->sequence + 2) % 1000 : static_cast<int>(dice_.Below(1000));
    person.sequence = person.sequence / 2 * 2 + (person.female ? 0 : 1);
    person.employer = sibling && dice_.Chance(0.5) ? before->employer : firms[dice_.Ranked(firms.size())];
    person.phone = sibling && dice_.Chance(0.3)
                       ? before->phone
                       : absl::StrFormat("1%d%09d", 3 + static_cast<int>(dice_.Below(6)), dice_.Below(1'000'000'000));
    return person;
  }

  static std::string Id(const Person& person) {
    return WithCheck(absl::StrFormat("%s%04d%02d%02d%03d", person.area, person.birth.year(), person.birth.month(),
                                     person.birth.day(), person.sequence));
  }

  static std::array<std::string, kPersonFields> Clean(const Person& person) {
    return {person.family + person.given,
            person.female ? "女" : "男",
            absl::FormatCivilTime(person.birth),
            Id(person),
            person.employer,
            person.phone};
  }

  std::array<std::string, kPersonFields> Copied(const Person& person) {
    std::array<std::string, kPersonFields> cells = Clean(person);
    absl::CivilDay birth = person.birth;
    if (dice_.Chance(0.04)) birth -= 18 + static_cast<int64_t>(dice_.Below(33));  // the lunar day
    cells[kBirth] = DateSpelled(birth);
    if (dice_.Chance(0.02)) SwapDigits(cells[kBirth]);
    if (dice_.Chance(0.10)) cells[kName] = Misheard(cells[kName]);
    if (dice_.Chance(0.02)) cells[kName] = OneCharacterLess(cells[kName]);
    if (dice_.Chance(0.01)) cells[kSex] = person.female ? "男" : "女";
    SpoilId(person, cells[kId]);
    SpoilEmployer(cells[kEmployer]);
    if (dice_.Chance(0.03)) SwapDigits(cells[kPhone]);
    if (dice_.Chance(0.05))
      cells[kPhone] = absl::StrFormat("1%d%09d", 3 + static_cast<int>(dice_.Below(6)), dice_.Below(1'000'000'000));
    static constexpr double kEmpty[] = {0.002, 0.05, 0.04, 0.15, 0.1, 0.3};
    for (size_t field = 0; field < kPersonFields; ++field) {
      if (dice_.Chance(kEmpty[field])) cells[field].clear();
    }
    return cells;
  }

  std::string DateSpelled(absl::CivilDay day) {
    switch (dice_.Below(4)) {
      case 0:
        return absl::StrFormat("%d年%d月%d日", day.year(), day.month(), day.day());
      case 1:
        return absl::StrFormat("%d/%d/%d", day.year(), day.month(), day.day());
      case 2:
        return absl::StrFormat("%04d%02d%02d", day.year(), day.month(), day.day());
      default:
        return absl::FormatCivilTime(day);
    }
  }

  std::string Misheard(const std::string& name) {
    std::vector<std::string> characters = Characters(name);
    std::string& character = characters[dice_.Below(characters.size())];
    const std::vector<std::string>& alike = alike_[Pinyin(character)];
    if (!alike.empty()) character = alike[dice_.Below(alike.size())];
    return absl::StrJoin(characters, "");
  }

  std::string OneCharacterLess(const std::string& name) {
    std::vector<std::string> characters = Characters(name);
    if (characters.size() > 2)
      characters.erase(characters.begin() + static_cast<ptrdiff_t>(1 + dice_.Below(characters.size() - 1)));
    return absl::StrJoin(characters, "");
  }

  void SwapDigits(std::string& text) {
    if (text.size() < 4) return;
    for (int attempt = 0; attempt < 8; ++attempt) {
      const size_t i = dice_.Below(text.size() - 1);
      if (absl::ascii_isdigit(static_cast<unsigned char>(text[i])) &&
          absl::ascii_isdigit(static_cast<unsigned char>(text[i + 1])) && text[i] != text[i + 1]) {
        std::swap(text[i], text[i + 1]);
        return;
      }
    }
  }

  void SpoilId(const Person& person, std::string& id) {
    if (dice_.Chance(0.08) && person.birth.year() < 1985) id = absl::StrCat(id.substr(0, 6), id.substr(8, 9));
    if (dice_.Chance(0.04)) SwapDigits(id);
    if (dice_.Chance(0.02)) id[dice_.Below(id.size())] = static_cast<char>('0' + dice_.Below(10));
  }

  void SpoilEmployer(std::string& employer) {
    if (dice_.Chance(0.1)) {
      employer = absl::StrCat(kPlaces[dice_.Below(8)], male_[dice_.Below(male_.size())],
                              kFirms[dice_.Below(10)]);  // another one
      return;
    }
    for (const absl::string_view form : {"集团有限公司", "有限责任公司", "有限公司"}) {
      if (absl::EndsWith(employer, form) && dice_.Chance(0.4)) employer.erase(employer.size() - form.size());
    }
    if (dice_.Chance(0.1) && absl::StartsWith(employer, "高平市")) employer = employer.substr(9);
  }

  Dice dice_;
  std::vector<std::string> families_;
  std::vector<std::string> male_;
  std::vector<std::string> female_;
  std::map<std::string, std::vector<std::string>> alike_;
};

}  // namespace

std::vector<Field> PersonFields() {
  return {{FieldKind::kFullName, "name"}, {FieldKind::kCategory, "sex"},          {FieldKind::kBirthDate, "birth"},
          {FieldKind::kIdentifier, "id"}, {FieldKind::kOrganization, "employer"}, {FieldKind::kPhone, "phone"}};
}

Registers InventRegisters(size_t persons, uint64_t seed) { return Town(seed).Invent(persons); }

void ReadRows(const std::vector<PersonRow>& rows, int side, uint32_t hidden, Table& table) {
  table.Read(rows.size(), side, [&](size_t row, size_t field) {
    return (hidden >> field & 1) != 0 ? absl::string_view() : absl::string_view(rows[row].cells[field]);
  });
}

Quality Judge(const Registers& registers, const Table& table, const std::vector<Pair>& links) {
  absl::flat_hash_map<uint32_t, int> known;
  for (const PersonRow& row : registers.clean) known[row.person] = 1;
  double truth = 0;
  for (const PersonRow& row : registers.copied) truth += known.contains(row.person) ? 1 : 0;
  double right = 0;
  for (const Pair& link : links) {
    right += registers.clean[table.row(link.a)].person == registers.copied[table.row(link.b)].person ? 1 : 0;
  }
  const double precision = links.empty() ? 0 : right / static_cast<double>(links.size());
  const double recall = truth == 0 ? 0 : right / truth;
  return {precision, recall, right == 0 ? 0 : 2 * precision * recall / (precision + recall)};
}

}  // namespace lianfang::linkage
