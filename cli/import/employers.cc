#include "cli/import/employers.h"

#include <array>
#include <map>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/text/money.h"
#include "common/credit_code.h"

namespace lianfang::cli {
namespace {

// The columns, in the order in which rows are read.
enum Column { kCode, kName, kClass, kPremiums, kBenefits, kInjuries, kExemption, kPrevious, kColumns };

struct Heading {
  absl::string_view zh;
  absl::string_view en;
  bool required;
};

constexpr std::array<Heading, kColumns> kHeadings = {{{"统一社会信用代码", "credit_code", true},
                                                      {"单位名称", "name", true},
                                                      {"行业类别", "class", true},
                                                      {"缴费金额", "premiums", true},
                                                      {"待遇支出", "benefits", true},
                                                      {"新发工伤", "injuries", true},
                                                      {"不浮动", "exemption", false},
                                                      {"上期浮动", "previous_percent", false}}};

class Reader {
 public:
  explicit Reader(const FileSheet& sheet) : sheet_(sheet) {}

  EmployerFile Run() {
    if (sheet_.rows.empty()) {
      Add(1, kCode, "", "没有表头", "has no headings");
      return std::move(file_);
    }
    FindColumns(sheet_.rows[0]);
    if (!file_.faults.empty()) return std::move(file_);
    for (size_t i = 1; i < sheet_.rows.size(); ++i) Row(sheet_.rows[i]);
    return std::move(file_);
  }

 private:
  void Add(int row, Column column, absl::string_view value, absl::string_view zh, absl::string_view en) {
    file_.faults.push_back({row, std::string(kHeadings[column].zh), std::string(value), Rule(zh, en), places_[column]});
  }

  void FindColumns(const FileRow& header) {
    for (size_t cell = 0; cell < header.cells.size(); ++cell) {
      const std::string text(absl::StripAsciiWhitespace(header.cells[cell]));
      for (size_t column = 0; column < kColumns; ++column) {
        if (text == kHeadings[column].zh || absl::AsciiStrToLower(text) == kHeadings[column].en) places_[column] = cell;
      }
    }
    for (size_t column = 0; column < kColumns; ++column) {
      if (places_[column].has_value() || !kHeadings[column].required) continue;
      Add(header.number, static_cast<Column>(column), "", "缺少这一列", "the column is missing");
    }
  }

  std::string Text(const FileRow& row, Column column) const {
    if (!places_[column].has_value()) return "";
    return std::string(absl::StripAsciiWhitespace(row.Cell(*places_[column])));
  }

  void Row(const FileRow& row) {
    const size_t before = file_.faults.size();
    fund::v1::EmployerFigures figures;
    Code(row, figures);
    figures.set_display_name(Text(row, kName));
    if (figures.display_name().empty()) Add(row.number, kName, "", "不能为空", "must not be empty");
    figures.set_industry_class(Number(row, kClass, 8));
    *figures.mutable_premiums() = Sum(row, kPremiums);
    *figures.mutable_benefits() = Sum(row, kBenefits);
    figures.set_new_injuries(Number(row, kInjuries, 1'000'000));
    figures.set_exemption(Text(row, kExemption));
    if (!Text(row, kPrevious).empty()) figures.set_previous_percent(Number(row, kPrevious, 1000));
    if (file_.faults.size() == before) file_.employers.push_back(std::move(figures));
  }

  void Code(const FileRow& row, fund::v1::EmployerFigures& figures) {
    const std::string code = absl::AsciiStrToUpper(Text(row, kCode));
    figures.set_credit_code(code);
    if (const std::string fault = CreditCodeFault(code); !fault.empty()) {
      return Add(row.number, kCode, code, "不是有效的统一社会信用代码", fault);
    }
    const auto [first, inserted] = rows_.insert({code, row.number});
    if (inserted) return;
    Add(row.number, kCode, code, absl::StrCat("与第", first->second, "行是同一单位"),
        absl::StrCat("is the employer of row ", first->second));
  }

  int Number(const FileRow& row, Column column, int most) {
    const std::string text = Text(row, column);
    int number = 0;
    if (absl::SimpleAtoi(text, &number) && number >= 0 && number <= most) return number;
    Add(row.number, column, text, absl::StrCat("应为0到", most, "的整数"),
        absl::StrCat("must be a number from 0 to ", most));
    return 0;
  }

  google::type::Money Sum(const FileRow& row, Column column) {
    const std::string text = Text(row, column);
    const auto money = ParseMoney(text);
    if (money.ok()) return *money;
    Add(row.number, column, text, "应为金额（元），最多两位小数", "must be a sum of yuan with at most two decimals");
    return {};
  }

  const FileSheet& sheet_;
  std::array<std::optional<size_t>, kColumns> places_;
  std::map<std::string, int> rows_;  // where an employer was first
  EmployerFile file_;
};

}  // namespace

EmployerFile ReadEmployers(const FileSheet& sheet) { return Reader(sheet).Run(); }

}  // namespace lianfang::cli
