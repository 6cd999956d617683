// The grade of an accident by State Council Order 493: any criterion, the highest wins; "以上" is inclusive.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_ACCIDENT_GRADE_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_ACCIDENT_GRADE_H_

#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::exchange {

// Missing persons count among the deaths. A loss in another currency than CNY counts as none.
v1::AccidentGrade GradeOf(const v1::AccidentRecord& accident);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_ACCIDENT_GRADE_H_
