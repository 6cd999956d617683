// Words of duties, as whoever derives them puts them together.
#ifndef LIANFANG_DUTIES_WORDS_H_
#define LIANFANG_DUTIES_WORDS_H_

#include <algorithm>
#include <string>
#include <utility>

#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang::duties {

inline type::v1::LocalizedText Words(std::string zh, std::string en) {
  type::v1::LocalizedText text;
  text.set_zh(std::move(zh));
  text.set_en(std::move(en));
  return text;
}

// The English words, or the Chinese ones where there are none.
inline std::string English(const type::v1::LocalizedText& text) { return text.en().empty() ? text.zh() : text.en(); }

// The element of that id with its names; the id stands for itself where it has none.
template <typename Elements>
duty::v1::DutyTerm TermOf(const Elements& elements, const std::string& id) {
  duty::v1::DutyTerm term;
  term.set_id(id);
  const auto found = std::find_if(elements.begin(), elements.end(), [&](const auto& one) { return one.id() == id; });
  if (found != elements.end()) *term.mutable_title() = found->names();
  if (term.title().zh().empty()) term.mutable_title()->set_zh(id);
  return term;
}

}  // namespace lianfang::duties

#endif  // LIANFANG_DUTIES_WORDS_H_
