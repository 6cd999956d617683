#include "services/exchange/domain/reconciliation/record_links.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/hash.h"
#include "linkage/blocking.h"
#include "linkage/link.h"
#include "linkage/resolve.h"
#include "linkage/weights.h"

namespace lianfang::exchange {
namespace {

using linkage::FieldKind;
using linkage::Pair;

// Log odds that two records taken at random are of one person: of the working people of a county, some 20,000.
const double kPrior = -std::log(20'000.0);
// An accident and the case that follows from it state days that differ by so many at most: night shifts, and deaths in hospital.
constexpr int kCaseDays = 3;
// A diagnosis and the case that follows from it, likewise: the case may state the day of the certificate.
constexpr int kDiseaseDays = 60;
constexpr int kThreads = 2;
// Links between two checkpoints.
constexpr size_t kLinksAtOnce = 256;

// Which kinds are linked.
struct Question {
  v1::RecordKind left;
  v1::RecordKind right;
  int days;  // between the two, at most; negative: any
};
constexpr Question kQuestions[] = {{v1::RECORD_KIND_ACCIDENT, v1::RECORD_KIND_INJURY, kCaseDays},
                                   {v1::RECORD_KIND_DISEASE, v1::RECORD_KIND_INJURY, kDiseaseDays},
                                   {v1::RECORD_KIND_PERSON, v1::RECORD_KIND_TRAINING, -1}};

const std::vector<linkage::Field>& PersonFields() {
  static const auto* const fields = new std::vector<linkage::Field>{
      {FieldKind::kFullName, "name"}, {FieldKind::kIdentifier, "id_number"}, {FieldKind::kBirthDate, "birth_date"},
      {FieldKind::kCategory, "sex"},  {FieldKind::kPhone, "phone"},          {FieldKind::kOrganization, "employer"}};
  return *fields;
}

std::string BirthText(const v1::Person& person) {
  const google::type::Date& birth = person.birth_date();
  return birth.year() == 0 ? "" : absl::StrFormat("%04d%02d%02d", birth.year(), birth.month(), birth.day());
}

std::string CellOf(const Appearance& appearance, size_t field) {
  const v1::Person& person = *appearance.person;
  switch (field) {
    case 0:
      return person.display_name();
    case 1:
      return person.id_number();
    case 2:
      return BirthText(person);
    case 3:
      return person.sex() == v1::SEX_MALE ? "m" : person.sex() == v1::SEX_FEMALE ? "f" : "";
    case 4:
      return person.phone();
    default:
      return appearance.employer;
  }
}

void Read(const std::vector<Appearance>& appearances, int side, const linkage::StopFlag& stopped,
          linkage::Table& table) {
  std::string cell;
  const auto text = [&](size_t row, size_t field) -> absl::string_view {
    cell = CellOf(appearances[row], field);
    return cell;
  };
  table.Read(appearances.size(), side, text, stopped);
}

// Links between the appearances of two kinds.
class Linking {
 public:
  Linking(const SharedRecords& records, const std::string& plan, const LinkDecisions& decided,
          const linkage::Model& model, const Question& question, absl::TimeZone zone, const linkage::StopFlag& stopped)
      : records_(records),
        plan_(plan),
        decided_(decided),
        model_(model),
        question_(question),
        stopped_(stopped),
        left_(AppearancesOf(records, question.left, zone)),
        right_(AppearancesOf(records, question.right, zone)),
        table_(PersonFields()) {}

  void AddTo(std::vector<v1::Link>& links) {
    if (!FillTable()) return;
    const linkage::Weights weights = linkage::Weights::OfEdition(model_, table_, kPrior);
    uint64_t compared = 0;
    std::vector<Pair> pairs =
        linkage::LikelyPairs(table_, weights, linkage::LogOdds(model_.ask), kThreads, compared, stopped_);
    if (linkage::HasStopped(stopped_)) return;
    KeepPossible(pairs);
    if (!decided_.empty()) AddDecided(weights, Places(), pairs);
    AddLinks(pairs, weights, links);
  }

  // The same, from what was linked before.
  void AddRelinked(const LinkedBefore& before, std::vector<v1::Link>& links, uint64_t& compared) {
    if (!FillTable()) return;
    const linkage::Weights weights = linkage::Weights::OfEdition(model_, table_, kPrior);
    const NamedPlaces places = Places();
    std::vector<Pair> decided;
    AddDecided(weights, places, decided);
    Neighbours kept = NeighboursBy(before.links, places);
    for (const Pair& pair : decided) kept.insert({{pair.a, pair.b}, {pair.b, pair.a}});
    std::vector<bool> touched(table_.size(), false);
    std::vector<uint32_t> frontier = TouchedFirst(before, places, touched);
    std::vector<Pair> pairs;
    if (!frontier.empty()) {
      const linkage::Blocks blocks(table_, kThreads, stopped_);
      while (!frontier.empty() && !linkage::HasStopped(stopped_)) {
        frontier = Widened(blocks, weights, kept, frontier, touched, pairs, compared);
      }
    }
    if (linkage::HasStopped(stopped_)) return;
    for (const Pair& pair : decided) {
      if (touched[pair.a]) pairs.push_back(pair);
    }
    std::sort(pairs.begin(), pairs.end());
    pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
    AddLinks(pairs, weights, links);
    for (const v1::Link& link : before.links) {
      const auto left = places.find(link.left());
      const auto right = places.find(link.right());
      if (left != places.end() && right != places.end() && !touched[left->second]) links.push_back(link);
    }
  }

 private:
  // Records of the table by their appearances' names.
  using NamedPlaces = std::map<std::string, uint32_t>;

  // Whether there is anything to link.
  bool FillTable() {
    if (left_.empty() || right_.empty()) return false;
    Read(left_, 0, stopped_, table_);
    Read(right_, 1, stopped_, table_);
    if (linkage::HasStopped(stopped_)) return false;
    table_.Seal(stopped_);
    return !linkage::HasStopped(stopped_);
  }

  NamedPlaces Places() const {
    NamedPlaces places;
    for (size_t record = 0; record < table_.size(); ++record) {
      const Appearance& appearance = (table_.side(record) == 0 ? left_ : right_)[table_.row(record)];
      places.emplace(appearance.NameIn(records_), static_cast<uint32_t>(record));
    }
    return places;
  }

  void KeepPossible(std::vector<Pair>& pairs) const {
    pairs.erase(std::remove_if(pairs.begin(), pairs.end(), [this](const Pair& pair) { return !MayBe(pair); }),
                pairs.end());
  }

  void AddLinks(const std::vector<Pair>& pairs, const linkage::Weights& weights, std::vector<v1::Link>& links) const {
    const std::vector<Pair> linked = Resolve(pairs, weights);
    size_t done = 0;
    for (const Pair& pair : linked) {
      if (done++ % kLinksAtOnce == 0 && linkage::HasStopped(stopped_)) return;
      links.push_back(LinkOf(pair, weights, StateOf(pair, v1::LINK_STATE_LINKED)));
    }
    AddOpen(pairs, linked, weights, links);
  }

  // Records that a link or a decision joins, both ways.
  using Neighbours = std::multimap<uint32_t, uint32_t>;

  static Neighbours NeighboursBy(const std::vector<v1::Link>& links, const NamedPlaces& places) {
    Neighbours neighbours;
    for (const v1::Link& link : links) {
      const auto left = places.find(link.left());
      const auto right = places.find(link.right());
      if (left == places.end() || right == places.end()) continue;
      neighbours.insert({{left->second, right->second}, {right->second, left->second}});
    }
    return neighbours;
  }

  // Appearances that have changed, and those that were linked to one that is gone.
  std::vector<uint32_t> TouchedFirst(const LinkedBefore& before, const NamedPlaces& places,
                                     std::vector<bool>& touched) const {
    std::vector<uint32_t> first;
    const auto touch = [&](uint32_t record) {
      if (touched[record]) return;
      touched[record] = true;
      first.push_back(record);
    };
    for (size_t record = 0; record < table_.size(); ++record) {
      const Appearance& appearance = (table_.side(record) == 0 ? left_ : right_)[table_.row(record)];
      if (before.changed.count(records_[appearance.record].name()) > 0) touch(static_cast<uint32_t>(record));
    }
    for (const v1::Link& link : before.links) {
      const auto left = places.find(link.left());
      const auto right = places.find(link.right());
      if (left != places.end() && right == places.end()) touch(left->second);
      if (left == places.end() && right != places.end()) touch(right->second);
    }
    return first;
  }

  // Adds the pairs of the records, and answers the records beside them that were not touched yet.
  std::vector<uint32_t> Widened(const linkage::Blocks& blocks, const linkage::Weights& weights, const Neighbours& kept,
                                const std::vector<uint32_t>& frontier, std::vector<bool>& touched,
                                std::vector<Pair>& pairs, uint64_t& compared) const {
    std::vector<Pair> found =
        linkage::LikelyPairsWith(blocks, weights, linkage::LogOdds(model_.ask), frontier, compared, stopped_);
    KeepPossible(found);
    std::vector<uint32_t> next;
    const auto touch = [&](uint32_t record) {
      if (!touched[record]) next.push_back(record);
      touched[record] = true;
    };
    for (const Pair& pair : found) {
      touch(pair.a);
      touch(pair.b);
    }
    for (const uint32_t record : frontier) {
      const auto [first, last] = kept.equal_range(record);
      for (auto one = first; one != last; ++one) touch(one->second);
    }
    pairs.insert(pairs.end(), found.begin(), found.end());
    return next;
  }

  const Appearance& Left(const Pair& pair) const { return left_[table_.row(pair.a)]; }
  const Appearance& Right(const Pair& pair) const { return right_[table_.row(pair.b)]; }

  std::optional<bool> Decided(const Pair& pair) const {
    const auto found = decided_.find({Left(pair).NameIn(records_), Right(pair).NameIn(records_)});
    return found == decided_.end() ? std::nullopt : std::optional<bool>(found->second);
  }

  v1::LinkState StateOf(const Pair& pair, v1::LinkState undecided) const {
    const auto decided = Decided(pair);
    if (!decided.has_value()) return undecided;
    return *decided ? v1::LINK_STATE_CONFIRMED : v1::LINK_STATE_REJECTED;
  }

  // Whether the two may be one case.
  bool MayBe(const Pair& pair) const {
    const Appearance& left = Left(pair);
    const Appearance& right = Right(pair);
    const v1::Record& record = records_[right.record];
    if (question_.left == v1::RECORD_KIND_DISEASE && !record.injury().from_disease()) return false;
    if (question_.left == v1::RECORD_KIND_ACCIDENT && record.injury().from_disease()) return false;
    if (question_.days < 0 || !left.day.has_value() || !right.day.has_value()) return true;
    return std::abs(*left.day - *right.day) <= question_.days;
  }

  // Adds pairs that a person has decided and blocking does not bring together any more: which keys too many records share depends on
  // what else has arrived, and a decision does not.
  void AddDecided(const linkage::Weights& weights, const NamedPlaces& places, std::vector<Pair>& pairs) const {
    std::vector<Pair> missing;
    for (const auto& [names, same] : decided_) {
      const auto left = places.find(names.first);
      const auto right = places.find(names.second);
      if (left == places.end() || right == places.end()) continue;
      const Pair pair{left->second, right->second, weights.Score(left->second, right->second) + weights.prior()};
      if (MayBe(pair) && !std::binary_search(pairs.begin(), pairs.end(), pair)) missing.push_back(pair);
    }
    pairs.insert(pairs.end(), missing.begin(), missing.end());
    std::sort(pairs.begin(), pairs.end());
  }

  // Pairs above the threshold, without contradictions; what a person has decided stands, whatever the model says.
  std::vector<Pair> Resolve(const std::vector<Pair>& pairs, const linkage::Weights& weights) const {
    const double accept = linkage::LogOdds(model_.accept);
    std::set<uint32_t> taken;
    std::vector<Pair> linked;
    for (const Pair& pair : pairs) {
      if (Decided(pair) != std::optional<bool>(true)) continue;
      linked.push_back(pair);
      taken.insert({pair.a, pair.b});
    }
    std::vector<Pair> likely;
    for (const Pair& pair : pairs) {
      if (pair.odds <= accept || Decided(pair).has_value() || taken.count(pair.a) > 0 || taken.count(pair.b) > 0)
        continue;
      likely.push_back({pair.a, pair.b, pair.odds - accept});
    }
    const auto odds = [&](uint32_t a, uint32_t b) { return weights.Score(a, b) + weights.prior() - accept; };
    for (Pair pair : linkage::ResolveOneToOne(likely, odds, false, stopped_)) {
      pair.odds += accept;
      linked.push_back(pair);
    }
    std::sort(linked.begin(), linked.end());
    return linked;
  }

  // What a person is asked, or has denied: pairs of which neither record is linked already.
  void AddOpen(const std::vector<Pair>& pairs, const std::vector<Pair>& linked, const linkage::Weights& weights,
               std::vector<v1::Link>& links) const {
    std::set<uint32_t> settled;
    for (const Pair& pair : linked) settled.insert({pair.a, pair.b});
    size_t done = 0;
    for (const Pair& pair : pairs) {
      if (done++ % kLinksAtOnce == 0 && linkage::HasStopped(stopped_)) return;
      const v1::LinkState state = StateOf(pair, v1::LINK_STATE_UNCERTAIN);
      if (state == v1::LINK_STATE_CONFIRMED) continue;
      const bool is_settled = settled.count(pair.a) > 0 || settled.count(pair.b) > 0;
      if (state == v1::LINK_STATE_REJECTED || !is_settled) links.push_back(LinkOf(pair, weights, state));
    }
  }

  v1::Link LinkOf(const Pair& pair, const linkage::Weights& weights, v1::LinkState state) const {
    v1::Link link;
    link.set_plan(plan_);
    link.set_left(Left(pair).NameIn(records_));
    link.set_right(Right(pair).NameIn(records_));
    link.set_name(LinkName(plan_, link.left(), link.right()));
    link.set_state(state);
    link.set_probability(linkage::Probability(pair.odds));
    link.set_model_edition(model_.edition);
    for (const linkage::Agreement& agreement : weights.Explain(pair.a, pair.b)) {
      v1::FieldAgreement& told = *link.add_agreements();
      told.set_field(table_.column(agreement.field).field().name);
      told.set_level(static_cast<v1::AgreementLevel>(static_cast<int>(agreement.level) + 1));
      told.set_weight(agreement.weight);
      told.set_swapped(agreement.swapped);
    }
    return link;
  }

  const SharedRecords& records_;
  const std::string& plan_;
  const LinkDecisions& decided_;
  const linkage::Model& model_;
  const Question& question_;
  const linkage::StopFlag& stopped_;
  const std::vector<Appearance> left_;
  const std::vector<Appearance> right_;
  linkage::Table table_;
};

void SortByName(std::vector<v1::Link>& links) {
  std::sort(links.begin(), links.end(), [](const v1::Link& a, const v1::Link& b) { return a.name() < b.name(); });
}

}  // namespace

std::string LinkName(const std::string& plan, const std::string& left, const std::string& right) {
  const std::string hash = Sha256(absl::StrCat(plan, "\n", left, "\n", right));
  return absl::StrCat("links/", absl::BytesToHexString(hash.substr(0, 12)));
}

std::vector<v1::Link> LinksOf(const SharedRecords& records, const std::string& plan, const LinkDecisions& decided,
                              const linkage::Model& model, absl::TimeZone zone, const linkage::StopFlag& stopped) {
  std::vector<v1::Link> links;
  for (const Question& question : kQuestions) {
    if (linkage::HasStopped(stopped)) return {};
    Linking(records, plan, decided, model, question, zone, stopped).AddTo(links);
  }
  SortByName(links);
  return links;
}

std::vector<v1::Link> Relinked(const SharedRecords& records, const std::string& plan, const LinkDecisions& decided,
                               const linkage::Model& model, absl::TimeZone zone, const LinkedBefore& before,
                               uint64_t& compared, const linkage::StopFlag& stopped) {
  std::vector<v1::Link> links;
  compared = 0;
  for (const Question& question : kQuestions) {
    if (linkage::HasStopped(stopped)) return {};
    Linking(records, plan, decided, model, question, zone, stopped).AddRelinked(before, links, compared);
  }
  SortByName(links);
  return links;
}

}  // namespace lianfang::exchange
