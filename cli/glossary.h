// The words of a plan for its ids, and its time zone: what makes a table readable to people who never see an id.
//
//   Glossary glossary(plan, Language::kChinese);
//   glossary.Industry("coal-mining");                   // 煤矿
#ifndef LIANFANG_CLI_GLOSSARY_H_
#define LIANFANG_CLI_GLOSSARY_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "cli/text/label.h"
#include "lianfang/type/v1/figures.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::cli {

// Immutable. An id without an entry is its own word.
class Glossary {
 public:
  // No words, and the zone Asia/Shanghai: for when the plan cannot be had.
  Glossary();
  Glossary(const type::v1::Plan& plan, Language language);

  std::string Department(absl::string_view id) const { return Word(departments_, id); }
  std::string Industry(absl::string_view id) const { return Word(industries_, id); }
  // Of whichever pool has the id.
  std::string Specialty(absl::string_view id) const { return Word(specialties_, id); }
  std::string Period(absl::string_view id) const { return Word(periods_, id); }
  std::string Region(absl::string_view code) const { return Word(regions_, code); }
  std::string Figure(absl::string_view id) const { return Word(figures_, id); }

  // Whoever has this identity URI, as people speak of them: 高平市应急管理局 联络员 zhang-wei. The URI itself where it is no person's.
  std::string Person(const std::string& uri) const;

  // Figures with their values: `事故起数 3，死亡人数 1`.
  std::string Figures(const google::protobuf::RepeatedPtrField<type::v1::FigureValue>& figures) const;

  absl::TimeZone zone() const { return zone_; }

 private:
  using Words = absl::flat_hash_map<std::string, std::string>;

  static std::string Word(const Words& words, absl::string_view id);

  Words departments_;
  Words industries_;
  Words specialties_;
  Words periods_;
  Words regions_;
  Words figures_;
  Language language_ = Language::kChinese;
  absl::TimeZone zone_;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_GLOSSARY_H_
