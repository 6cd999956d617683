// Discrepancies as workbooks, in as many parts as they need.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/workbook/testing/cells.h"
#include "services/exchange/reconciliation_service.h"
#include "services/exchange/store/testing/fake_reconciliation_store.h"
#include "services/exchange/testing/fake_returns.h"
#include "services/exchange/testing/world.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kSheet[] = "差异清单";

class DiscrepancyExportTest : public ::testing::Test {
 protected:
  // Stores so many, each due a minute after the one before.
  void Store(int count) {
    const auto stored = store_.Run(
        Now(),
        [&](ReconciliationRows& rows) {
          for (int i = 0; i < count; ++i) rows.SaveDiscrepancy(Numbered(i));
          return absl::OkStatus();
        },
        absl::InfiniteFuture());
    ASSERT_TRUE(stored.ok()) << stored;
  }
  static v1::Discrepancy Numbered(int number) {
    v1::Discrepancy one;
    one.set_name(absl::StrCat("discrepancies/", absl::Dec(number, absl::kZeroPad16), "00000000"));
    one.set_plan(kPlan);
    one.set_rule("accident-not-reported");
    *one.mutable_owner() = Owner("emergency");
    one.set_region("140581");
    one.set_state(v1::DISCREPANCY_STATE_OPEN);
    *one.mutable_open_time() = ToTimestamp(Now());
    *one.mutable_due_time() = ToTimestamp(Now() + absl::Minutes(number));
    v1::DiscrepancyEvidence& evidence = *one.add_evidence();
    evidence.set_record("records/accident/a/versions/1");
    *evidence.mutable_owner() = Owner("emergency");
    evidence.set_region("140581");
    evidence.add_fields("occurrence_time");
    evidence.mutable_text()->set_zh("某日的事故");
    return one;
  }

  // Part after part, as a client asks for them.
  std::vector<v1::ExportDiscrepanciesResponse> Parts(ReconciliationService& service, const Call& call) {
    std::vector<v1::ExportDiscrepanciesResponse> parts;
    v1::ExportDiscrepanciesRequest request;
    request.mutable_selection()->set_parent(kPlan);
    do {
      const auto part = service.ExportDiscrepancies(call, request);
      EXPECT_TRUE(part.ok()) << part.status();
      if (!part.ok()) break;
      request.mutable_selection()->set_page_token(part->next_page_token());
      parts.push_back(*part);
    } while (!request.selection().page_token().empty());
    return parts;
  }
  ReconciliationService Service(const ExportBounds& bounds) { return {world_.context, store_, reconciler_, bounds}; }

  World world_;
  FakeReconciliationStore store_;
  FakeReturns returns_;
  Reconciler reconciler_{world_.context, world_.records, store_, ReconcilerOptions(), world_.metrics, returns_};
};

TEST_F(DiscrepancyExportTest, OneWorkbookHoldsMoreThanTenThousand) {
  constexpr int kCount = 10'001;
  Store(kCount);
  ReconciliationService service = Service(ExportBounds());
  const auto parts = Parts(service, world_.office);
  ASSERT_THAT(parts, SizeIs(1));
  EXPECT_EQ(parts[0].discrepancy_count(), kCount);
  EXPECT_EQ(parts[0].workbook().substr(0, 2), "PK");
}

TEST_F(DiscrepancyExportTest, EachIsInOnePartAndThePartsSaySo) {
  constexpr int kCount = 1203;
  Store(kCount);
  ReconciliationService service = Service({.rows = 501});
  const auto parts = Parts(service, world_.office);
  ASSERT_THAT(parts, SizeIs(3));
  std::vector<std::string> names;
  std::vector<std::string> notes;
  for (const auto& part : parts) {
    const WorkbookFacts facts = ReadFacts(part.workbook());
    for (int row = 2; !facts.Row(kSheet, row).empty(); ++row) {
      const std::vector<std::string> texts = facts.Row(kSheet, row);
      if (absl::StartsWith(texts.back(), "discrepancies/")) names.push_back(texts.back());
      if (absl::StartsWith(texts.front(), "未完")) notes.push_back(texts.front());
    }
  }
  std::vector<std::string> expected;
  for (int i = 0; i < kCount; ++i) expected.push_back(Numbered(i).name());
  EXPECT_THAT(names, ElementsAreArray(expected));
  ASSERT_THAT(notes, SizeIs(2)) << "the last part is complete";
  EXPECT_EQ(notes[0], absl::StrCat("未完：本部分列出 501 条，到 ", expected[500], " 为止；其后的差异在下一部分"));
}

TEST_F(DiscrepancyExportTest, PartsAreBoundedByTheirTextAndEndWithTheLast) {
  Store(4);
  ReconciliationService service = Service({.bytes = 1});
  EXPECT_THAT(Parts(service, world_.office), SizeIs(4)) << "one each, and no empty one behind";
}

TEST_F(DiscrepancyExportTest, ATokenIsOfTheSelectionThatItWasMadeFor) {
  Store(3);
  ReconciliationService service = Service({.rows = 1});
  v1::ExportDiscrepanciesRequest request;
  request.mutable_selection()->set_parent(kPlan);
  request.mutable_selection()->set_page_token(service.ExportDiscrepancies(world_.office, request)->next_page_token());
  request.mutable_selection()->set_department("health");
  EXPECT_EQ(FaultOf(service.ExportDiscrepancies(world_.office, request).status()), "page_token");
}

TEST_F(DiscrepancyExportTest, ASheetSaysWhatIsNotOpenAndWhoseItIs) {
  Store(1);
  ReconciliationService service = Service(ExportBounds());
  const auto parts = Parts(service, world_.auditor);
  ASSERT_THAT(parts, SizeIs(1));
  const std::string evidence = ReadFacts(parts[0].workbook()).Cell(kSheet, "J2");
  EXPECT_THAT(evidence, HasSubstr("的事故记录 1 条，须由协议开放 occurrence_time"));
  EXPECT_THAT(evidence, Not(HasSubstr("records/accident/a")));
}

TEST_F(DiscrepancyExportTest, ACallThatIsCancelledEnds) {
  Store(1);
  Call call = world_.office;
  call.gone = std::make_shared<std::atomic<bool>>(true);
  ReconciliationService service = Service(ExportBounds());
  v1::ExportDiscrepanciesRequest request;
  request.mutable_selection()->set_parent(kPlan);
  EXPECT_EQ(service.ExportDiscrepancies(call, request).status().code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace lianfang::exchange
