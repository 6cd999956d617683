// What an agreement's edition gives of a record, and what it gives less than another.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_AGREEMENT_FILTER_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_AGREEMENT_FILTER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::exchange {

// Whether the terms give records of this owner and kind, from this region and industry.
bool Covers(const v1::AgreementTerms& terms, const v1::RecordOwner& owner, v1::RecordKind kind,
            absl::string_view region, absl::string_view industry);
inline bool Covers(const v1::AgreementTerms& terms, const v1::Record& record) {
  return Covers(terms, record.owner(), record.kind(), record.region(), record.industry());
}

bool HasPurpose(const v1::AgreementTerms& terms, v1::Purpose purpose);
std::vector<std::string> FieldsOf(const v1::AgreementTerms& terms);

// A record as its reader sees it: the fields given, personal ones masked; neither the owner's number nor who published it nor why, which
// are free texts of the owner. `edition` is the name that the answer bears.
v1::Record Filtered(v1::Record record, const v1::AgreementTerms& terms, const std::string& edition);

// A record as its owner sees it: masked but for the owner's own number.
v1::Record Masked(v1::Record record);

// A record with the given personal fields in full and no other content.
v1::Record Revealed(v1::Record record, const std::vector<std::string>& fields);

// What a receiver of `before` must forget under `after`; nothing where that gives as much. `purpose` is the receiver's.
std::optional<v1::Retraction> Narrowing(const v1::AgreementTerms& before, const v1::AgreementTerms& after,
                                        v1::Purpose purpose);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_AGREEMENT_FILTER_H_
