#include "draw/verify.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/errors.h"
#include "common/hash.h"
#include "common/time.h"
#include "draw/order.h"
#include "draw/problems.h"

namespace lianfang::draw {
namespace {

using expert::v1::Departure;
using expert::v1::Draw;
using expert::v1::FrozenList;

// Whether somebody departed before the draw, and so was passed over by the walk.
bool BeforeDraw(const Departure& departure, const Draw& draw) {
  return FromTimestamp(departure.departure_time()) <= FromTimestamp(draw.draw_time());
}

// The panel as first drawn.
Panel FirstPanel(const Draw& draw, const FrozenList& list) {
  Panel panel(list, OrderCandidates(list, draw.seed(), draw.witness().nonce()));
  for (const Departure& departure : draw.departures()) {
    if (BeforeDraw(departure, draw)) panel.PassOver(departure.expert());
  }
  panel.Walk();
  return panel;
}

// Somebody drops out after the draw: who takes the place, empty for nobody; nothing where the expert was out already.
std::optional<std::string> Apply(const Departure& departure, Panel& panel) {
  if (panel.IsMember(departure.expert())) return panel.Depart(departure.expert());
  if (panel.PassOver(departure.expert())) return std::string();
  return std::nullopt;
}

// One pass over a draw, step by step.
class Verification {
 public:
  Verification(const Draw& draw, const Evidence& evidence) : draw_(draw), evidence_(evidence) {}

  std::vector<type::v1::LocalizedText> Run() {
    google::protobuf::Arena arena;
    const auto read = ReadFrozenList(draw_.frozen_list(), arena);
    if (!read.ok()) {
      Add("冻结名单无法读取", absl::StrCat("the frozen list cannot be read: ", read.status().message()));
      return problems_.Take();
    }
    const FrozenList& list = **read;
    Commitments(list);
    Names(list);
    CheckAttestation(draw_, list, evidence_, problems_);
    Expect(!draw_.has_unseal_time(), "评审前名单保密：请在会议开始后重新保存再验证",
           "the panel is sealed until the meeting begins: save the draw again then");
    if (draw_.has_unseal_time()) return problems_.Take();
    if (draw_.state() == expert::v1::DRAW_STATE_CANCELLED) Seed();
    if (draw_.state() == expert::v1::DRAW_STATE_DRAWN) Drawn(list);
    return problems_.Take();
  }

 private:
  void Add(absl::string_view zh, absl::string_view en) { problems_.Add(zh, en); }
  void Expect(bool holds, absl::string_view zh, absl::string_view en) { problems_.Expect(holds, zh, en); }

  void Commitments(const FrozenList& list) {
    Expect(draw_.list_hash() == Sha256(draw_.frozen_list()), "名单哈希与冻结名单不符",
           "list_hash is not SHA-256 of the frozen list");
    Expect(draw_.name() == absl::StrCat(list.engagement(), "/draw"), "冻结名单属于另一任务",
           "the frozen list is another engagement's");
  }

  // By name, each once: nobody has two tickets, and nobody is in and out.
  void Names(const FrozenList& list) {
    bool sorted = true;
    absl::flat_hash_set<absl::string_view> seen;
    for (int i = 0; i < list.candidates_size(); ++i) {
      if (i > 0) sorted = sorted && list.candidates(i - 1).expert() < list.candidates(i).expert();
      seen.insert(list.candidates(i).expert());
    }
    for (const auto& exclusion : list.exclusions()) sorted = sorted && seen.insert(exclusion.expert()).second;
    Expect(sorted, "名单未按名称排序或有重复", "the list is not by name, or names somebody twice");
  }

  void Seed() {
    Expect(draw_.seed().size() == kBytes && draw_.seed_commitment() == SeedCommitment(draw_.list_hash(), draw_.seed()),
           "种子与承诺不符", "the seed is not the one committed to");
  }

  void Drawn(const FrozenList& list) {
    Seed();
    const bool witnessed = draw_.has_witness();
    Expect(witnessed || !list.needs_observer(), "缺少见证随机数", "the observer's nonce is missing");
    Expect(!witnessed || draw_.witness().nonce().size() == kBytes, "见证随机数长度不符",
           "the observer's nonce is not 32 bytes long");
    Panel panel = FirstPanel(draw_, list);
    Order(panel, list);
    Members(panel);
    Departures(panel);
  }

  void Order(const Panel& panel, const FrozenList& list) {
    bool same = draw_.order_size() == static_cast<int>(panel.order().size());
    for (int i = 0; same && i < draw_.order_size(); ++i) {
      const Ranked& ranked = panel.order()[static_cast<size_t>(i)];
      const auto& stated = draw_.order(i);
      same = stated.rank() == i + 1 && stated.expert() == list.candidates(ranked.candidate).expert() &&
             stated.key() == ranked.KeyBytes();
    }
    Expect(same, "抽取次序与种子、随机数不符", "the order does not follow from seed and nonce");
  }

  void Members(const Panel& panel) {
    const auto seats = panel.Seats();
    bool same = draw_.panel_size() == static_cast<int>(seats.size());
    for (int i = 0; same && i < draw_.panel_size(); ++i) {
      const expert::v1::Seat& seat = seats[static_cast<size_t>(i)];
      same = draw_.panel(i).expert() == seat.expert() && draw_.panel(i).specialty() == seat.specialty();
    }
    Expect(same, "专家组与次序不符", "the panel does not follow from the order");
  }

  void Departures(Panel& panel) {
    absl::flat_hash_set<absl::string_view> departed;
    for (int i = 0; i < draw_.departures_size(); ++i) {
      const Departure& departure = draw_.departures(i);
      const bool later = i == 0 || FromTimestamp(draw_.departures(i - 1).departure_time()) <=
                                       FromTimestamp(departure.departure_time());
      Expect(later, "退出记录未按时间排序", "the departures are not in order of time");
      const bool known = panel.IsCandidate(departure.expert()) && departed.insert(departure.expert()).second;
      Expect(known, "退出者不在候选名单中或已退出",
             absl::StrCat(departure.expert(), " departed but was no candidate, or was out already"));
      if (!known) continue;
      const std::optional<std::string> successor =
          BeforeDraw(departure, draw_) ? std::string() : Apply(departure, panel);
      Expect(successor == departure.successor(), "递补者与次序不符",
             absl::StrCat("the successor of ", departure.expert(), " does not follow from the order"));
    }
  }

  const Draw& draw_;
  const Evidence& evidence_;
  Problems problems_;
};

}  // namespace

absl::StatusOr<const FrozenList*> ReadFrozenList(absl::string_view bytes, google::protobuf::Arena& arena) {
  FrozenList& list = *google::protobuf::Arena::CreateMessage<FrozenList>(&arena);
  if (!list.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return InvalidField("frozen_list", "is no FrozenList");
  }
  int64_t kept = 0;
  for (const auto& need : list.specialty_needs()) {
    if (need.seats() < 1) return InvalidField("frozen_list", "keeps less than one seat for a specialty");
    kept += need.seats();
  }
  if (list.panel_size() < 1 || list.panel_size() > kLargestPanel || kept > list.panel_size()) {
    return InvalidField("frozen_list", "states seats that no panel has");
  }
  return &list;
}

std::vector<type::v1::LocalizedText> FindProblems(const Draw& draw, const Evidence& evidence) {
  return Verification(draw, evidence).Run();
}

Panel ReplayPanel(const Draw& draw, const FrozenList& list) {
  Panel panel = FirstPanel(draw, list);
  for (const Departure& departure : draw.departures()) {
    if (!BeforeDraw(departure, draw)) Apply(departure, panel);
  }
  return panel;
}

}  // namespace lianfang::draw
