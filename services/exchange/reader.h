// Who reads records, by which right, and the trail that it leaves.
//
//   auto reader = Reader::Of(context, call, request.agreement(), request.purpose());     // denies by default
//   if (!reader->MayRead(version)) return NotFound(name);
//   absl::Status logged = reader->Log({record}, request, "");                            // before the answer
#ifndef LIANFANG_SERVICES_EXCHANGE_READER_H_
#define LIANFANG_SERVICES_EXCHANGE_READER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/rpc/call.h"
#include "services/exchange/exchange_context.h"

namespace lianfang::exchange {

class Reader {
 public:
  // By an agreement, or without one as the owner. PERMISSION_DENIED where the agreement is another's to read by (NOT_THE_READER) or names
  // another purpose (PURPOSE_NOT_AGREED); FAILED_PRECONDITION where it is not in force (AGREEMENT_NOT_IN_FORCE).
  static absl::StatusOr<Reader> Of(const ExchangeContext& context, const Call& call, const std::string& agreement,
                                   v1::Purpose purpose);

  const std::string& edition() const { return edition_; }  // empty: the owner
  const std::optional<v1::AgreementTerms>& terms() const { return terms_; }

  // The records that may be read of a kind; what the caller asks for comes on top. INVALID_ARGUMENT where the agreement is on another.
  absl::StatusOr<RecordFilter> Scope(v1::RecordKind kind) const;
  bool MayRead(const StoredVersion& version) const;
  // OK, or INVALID_ARGUMENT under `field`: a condition on what the agreement does not give would tell it.
  absl::Status CheckCondition(absl::string_view field, v1::RecordKind kind,
                              const std::vector<std::string>& paths) const;

  // The record as it is answered.
  v1::Record Shown(v1::Record record) const;

  // Leaves the trail of records read, and of the fields shown; with a reason, in full. UNAVAILABLE where it cannot: nothing may be answered
  // then. Records of no persons leave none. `person` is the fingerprint of the number searched for, or empty: a search that finds nobody
  // leaves a row, too, for that a person is in no record is as personal as what is in it.
  absl::Status Log(const std::vector<v1::Record>& records, const google::protobuf::Message& request,
                   const std::vector<std::string>& fields, const std::string& reason,
                   const std::string& person = "") const;

 private:
  ReadRow RowOf(const v1::RecordOwner& owner, const std::vector<std::string>& fields, const std::string& reason,
                const std::string& person, absl::Time now) const;
  v1::RecordOwner OwnerRead() const;

  Reader(const ExchangeContext& context, const Call& call, v1::Purpose purpose)
      : context_(&context), call_(&call), purpose_(purpose) {}

  const ExchangeContext* context_;
  const Call* call_;
  v1::Purpose purpose_;
  std::string edition_;
  std::optional<v1::AgreementTerms> terms_;
};

// Paths of a kind's employer code, persons' numbers and day: what conditions of a query go by.
std::vector<std::string> CodePaths(v1::RecordKind kind);
std::vector<std::string> NumberPaths(v1::RecordKind kind);
std::vector<std::string> DayPaths(v1::RecordKind kind);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_READER_H_
