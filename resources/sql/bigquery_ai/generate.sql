-- One reply for each prompt, in columns with types, without a remote model: asked as the person who is
-- signed in.
CREATE OR REPLACE TABLE `replies` AS
SELECT request, position, answer.* EXCEPT (full_response), TO_JSON_STRING(answer.full_response) AS response
FROM (
  SELECT
    request,
    position,
    AI.GENERATE(
      prompt,
      endpoint => @endpoint,
      output_schema => @output_schema,
      model_params => @model_params
    ) AS answer
  FROM `prompts`
)
