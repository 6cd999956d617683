// Signs and words for the parts of a result.
#ifndef LIANFANG_WORDS_RESULT_WORDS_H_
#define LIANFANG_WORDS_RESULT_WORDS_H_

#include <string>
#include <vector>

#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/figures.pb.h"

namespace lianfang {

// The bound with its sign, `≤ 9.5`; empty where the result has no bound.
std::string BoundText(const evaluation::v1::Result& result);

// The status in words. What is PENDING is told apart: 未到期 where a figure is not there yet, 待审核 where all are filed
// and one is not accepted, 待终报 where only final figures are awaited.
type::v1::LocalizedText StatusWords(const evaluation::v1::Result& result);

// All Chinese words that PENDING is called by, for whoever colours them.
std::vector<std::string> PendingWords();

}  // namespace lianfang

#endif  // LIANFANG_WORDS_RESULT_WORDS_H_
