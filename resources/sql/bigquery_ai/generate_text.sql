-- One reply for each prompt as text. The whole response is kept: flattened, it would not say why it ended.
CREATE OR REPLACE TABLE `replies` AS
SELECT
  request,
  position,
  JSON_VALUE(ml_generate_text_result, '$.candidates[0].content.parts[0].text') AS text,
  ml_generate_text_status AS status,
  TO_JSON_STRING(ml_generate_text_result) AS response
FROM ML.GENERATE_TEXT(MODEL `writer_model`, TABLE `prompts`, STRUCT(@model_params AS model_params))
