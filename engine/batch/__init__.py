"""Tables of cases: columns in, verdicts out, on one machine (`screen_table`) or on a cluster (`screen_spark`)."""

from nytta.engine.batch.frame import screen_table as screen_table
from nytta.engine.batch.spark import screen_spark as screen_spark
