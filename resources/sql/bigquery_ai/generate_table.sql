-- One reply for each prompt, in columns with types. A row that failed says why in status.
CREATE OR REPLACE TABLE `replies` AS
SELECT * EXCEPT (prompt, full_response), TO_JSON_STRING(full_response) AS response
FROM AI.GENERATE_TABLE(
  MODEL `writer_model`,
  TABLE `prompts`,
  STRUCT(
    @output_schema AS output_schema,
    @max_output_tokens AS max_output_tokens,
    @temperature AS temperature
  )
)
