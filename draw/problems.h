// What a verification finds wrong, in both languages.
#ifndef LIANFANG_DRAW_PROBLEMS_H_
#define LIANFANG_DRAW_PROBLEMS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::draw {

class Problems {
 public:
  void Add(absl::string_view zh, absl::string_view en) {
    type::v1::LocalizedText& problem = found_.emplace_back();
    problem.set_zh(std::string(zh));
    problem.set_en(std::string(en));
  }

  // Adds one unless it holds; answers whether it holds.
  bool Expect(bool holds, absl::string_view zh, absl::string_view en) {
    if (!holds) Add(zh, en);
    return holds;
  }

  std::vector<type::v1::LocalizedText> Take() { return std::move(found_); }

 private:
  std::vector<type::v1::LocalizedText> found_;
};

}  // namespace lianfang::draw

#endif  // LIANFANG_DRAW_PROBLEMS_H_
