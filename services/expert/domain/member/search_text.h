// Free text search in Chinese and other languages, without a dictionary: a text is found by the pairs of neighbouring
// characters in it, which an index can hold, and then compared in full.
//
//   SearchGrams("粉尘防治")                           // 粉, 尘, 防, 治, 粉尘, 尘防, 防治
//   QueryWords("粉尘 Dust")                           // 粉尘, dust
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_SEARCH_TEXT_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_SEARCH_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/expert/v1/expert.pb.h"

namespace lianfang::expert {

// What an expert is found by, best first: name, topics, title, employer, profile. The earlier a word stands, the better
// it matches. Letters are lower-case.
std::string SearchText(const v1::Expert& expert);

// Every character and every pair of neighbours in one line of `text`, each once, sorted.
std::vector<std::string> SearchGrams(absl::string_view text);

// The words of a query, as they stand in a search text.
std::vector<std::string> QueryWords(absl::string_view query);

// The grams that a text must have to hold the word.
std::vector<std::string> WordGrams(absl::string_view word);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_SEARCH_TEXT_H_
