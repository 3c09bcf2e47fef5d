-- The clauses of stockholm-2008 as somebody would write them by hand; NULL is unknown. Named conditions, statuses, the verdict.
WITH conditions AS (
  SELECT *,
    "case.kind" = 0 AS invitation, "case.kind" = 1 AS trip, "case.kind" = 3 AS agreement, "case.kind" = 4 AS membership,
    "case.kind" = 5 AS eu_project, "case.kind" = 6 AS project, "case.kind" = 7 AS eu_policy, "case.kind" = 8 AS communication,
    "case.body" IN ($namnd, $bolag) AS committee,
    "case.body" = $kommunstyrelsen AS board,
    "case.body" = $beredningen AS preparing,
    "case.body" = 0 AS nobody,
    "scale.major_engagement" AS major,
    "travel.involved" AS involved,
    involved AND "travel.paid_by" IN ($host, $shared, $third_party, $traveller) AS others_pay,
    "travel.special_reasons" AND "travel.role" IN ($essential_role, $speaker) AS reasons,
    others_pay AND reasons AS exception,
    (invitation OR trip) AND involved AS journey,
    agreement AND "agreement.action" = $new AS new_agreement,
    "agreement.type" = $twin_town AS twin_town,
    membership AND "membership.action" IN ($join, $renew) AS joins,
    CASE WHEN $counterpart_stated THEN true END AS stated,
    "eu.city_wide_position" OR "scale.bodies_affected" >= 101 AS city_wide_position
  FROM cases
), statuses AS (
  SELECT
    status(true, "benefit.concrete") AS s0,
    status(true, ("purpose.goals" & 7) <> 0) AS s1,
    status(true, ("purpose.orientations" & 7) <> 0) AS s2,
    status(agreement OR membership, "counterpart.selection_ground" IN ($benefit, $subject_matter)) AS s3,
    status(stated, "counterpart.leading_in_field") AS s4,
    status(("purpose.orientations" & $operations) <> 0, "counterpart.leading_in_field") AS s5,
    status(stated, bit_count("counterpart.sectors" & $sectors) >= 2) AS s6,
    status(true, NOT "foreign_policy.own_stance") AS s7,
    status(agreement OR project OR "counterpart.type" = $state, "foreign_policy.consistent_with_national") AS s8,
    status("aid.character", "funding.external_share" = 10000) AS s9,
    status(new_agreement AND twin_town AND NOT "counterpart.is_capital", false) AS s10,
    status(new_agreement AND NOT twin_town AND "counterpart.type" = $city AND NOT "counterpart.is_capital", false) AS s11,
    status(new_agreement AND "counterpart.is_capital",
      "agreement.specific_area" AND "benefit.mutual" AND "agreement.aligned_with_strategy") AS s12,
    status((agreement OR membership) AND "counterpart.is_nordic_capital", "counterpart.is_nordic_capital") AS s13,
    status(joins, "benefit.concrete") AS s14,
    status(membership AND "membership.action" = $renew, "membership.last_reviewed~months_before" BETWEEN 0 AND 24) AS s15,
    status(joins, joins) AS s16,
    status(joins, "membership.active_contribution") AS s17,
    status(membership, "membership.seeks_leadership") AS s18,
    status(eu_project, "eu.link_to_planned_development") AS s19,
    status(eu_policy, ("purpose.orientations" & $monitoring) <> 0) AS s20,
    status(NOT (communication OR eu_policy), "funding.within_budget") AS s21,
    status(communication OR "communication.international_marketing", "communication.uses_city_brand") AS s22,
    status(invitation, "benefit.concrete") AS s23,
    status(invitation, "benefit.recorded") AS s24,
    status(journey, "benefit.concrete") AS s25,
    status_unless(involved, "travel.paid_by" = $city_pays, exception) AS s26,
    status(others_pay, reasons) AS s27,
    status(exception, "travel.exception_granted_by" = $responsible_body) AS s28,
    status(exception, "travel.exception_recorded") AS s29,
    status(involved AND "travel.paid_by" IN ($host, $shared, $third_party),
      CASE WHEN "integrity.bribery_review" <> $not_done THEN "integrity.bribery_review" = $passed END) AS s30,
    status(journey, journey) AS s31,
    status(invitation AND NOT major AND NOT exception, committee OR preparing OR (nobody AND invitation)) AS s32,
    status(exception AND NOT major, committee OR (nobody AND exception)) AS s33,
    status(agreement AND NOT major, board OR (nobody AND agreement)) AS s34,
    status(membership AND NOT major,
      ((board OR (nobody AND membership)) AND "membership.scope" = $city_wide)
      OR ((committee OR (nobody AND membership)) AND "membership.scope" = $operation_specific)) AS s35,
    status(major, board OR (nobody AND major)) AS s36,
    status(eu_policy AND NOT major,
      ((board OR (nobody AND eu_policy)) AND city_wide_position)
      OR ((committee OR (nobody AND eu_policy)) AND NOT city_wide_position)) AS s37,
    status(NOT (invitation OR agreement OR membership OR eu_policy) AND NOT exception AND NOT major, committee OR nobody) AS s38
  FROM conditions
)
SELECT
  CASE
    WHEN 2 IN (s0, s1, s2, s7, s8, s9, s10, s11, s12, s14, s19, s23, s25, s26, s28, s30) THEN 0
    WHEN 4 IN (s0, s1, s2, s3, s7, s9, s10, s11, s12, s14, s15, s17, s19, s22, s23, s25, s26, s30,
      s32, s33, s34, s35, s36, s37, s38) THEN 1
    WHEN 2 IN (s32, s33, s34, s35, s36, s37, s38) THEN 2
    WHEN 2 IN (s3, s15, s17, s21, s22, s24, s29) OR 4 IN (s8, s21, s24, s28, s29) THEN 3
    ELSE 4
  END::UTINYINT AS verdict
FROM statuses
