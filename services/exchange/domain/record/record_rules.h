// What a record must be, whoever publishes it.
//
//   v1::Record record = NormalForm(offered);
//   absl::Status status = CheckRecord(record, owner, today);   // every fault by its field
//   Complete(record);                                          // the grade that follows, the marks
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_RECORD_RULES_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_RECORD_RULES_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::exchange {

// Identifiers in the one form in which they are stored, so that two spellings of one compare equal. Output fields are cleared.
v1::Record NormalForm(v1::Record record);

// OK, or INVALID_ARGUMENT naming every field at fault by its path below the record; PERMISSION_DENIED (NOT_OWN_RECORD) for a record
// that names another owner than `owner`. Days are those of `zone`. `record` is in normal form.
absl::Status CheckRecord(const v1::Record& record, const v1::RecordOwner& owner, absl::Time now, absl::TimeZone zone);

// Sets what follows from a record that was checked: the owner, an accident's grade where none is stated, and the marks of what departs
// from a standard.
void Complete(v1::Record& record, const v1::RecordOwner& owner, absl::Time now, absl::TimeZone zone);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_RECORD_RULES_H_
