-- The language model that AI.GENERATE_TABLE and ML.GENERATE_TEXT ask. It holds no data and costs nothing:
-- it says which endpoint is asked, and with which Cloud resource connection.
CREATE OR REPLACE MODEL `writer_model`
REMOTE WITH CONNECTION @connection
OPTIONS (endpoint = @endpoint)
